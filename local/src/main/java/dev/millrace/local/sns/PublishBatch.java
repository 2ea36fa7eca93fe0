package dev.millrace.local.sns;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Publishes up to ten messages; each succeeds or fails on its own.
final class PublishBatch {

  private static final int MOST = 10;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private PublishBatch() {}

  record Request(String topicArn, List<RequestEntry> publishBatchRequestEntries) {}

  record RequestEntry(
      String id,
      String message,
      @Nullable String subject,
      @Nullable String messageStructure,
      @Nullable Map<String, MessageAttribute> messageAttributes) {}

  record Response(List<Done> successful, List<Failure> failed) {}

  record Done(String id, String messageId) {}

  record Failure(String id, String code, String message, boolean senderFault) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    var topic = state.topic(request.topicArn());
    check(request.publishBatchRequestEntries());
    var done = new ArrayList<Done>();
    var failed = new ArrayList<Failure>();
    var deliveries = new ArrayList<Delivery>();
    var bytes = 0L;
    for (var each : request.publishBatchRequestEntries()) {
      try {
        var entry =
            Entry.of(
                each.subject(), each.message(), each.messageStructure(), each.messageAttributes());
        bytes += entry.size();
        var message = entry.message(topic.arn(), now);
        deliveries.addAll(Publish.deliveries(state, message));
        done.add(new Done(each.id(), message.id()));
      } catch (AwsException e) {
        failed.add(
            new Failure(each.id(), e.error().queryCode(), String.valueOf(e.getMessage()), true));
      }
    }
    if (bytes > Entry.MOST_BYTES) {
      throw new AwsException(
          AwsError.BATCH_REQUEST_TOO_LONG,
          "The messages of a batch have at most %d bytes together, had %d"
              .formatted(Entry.MOST_BYTES, bytes));
    }
    return new Step<>(state, new Response(done, failed), deliveries);
  }

  private static void check(List<RequestEntry> entries) {
    if (entries.isEmpty()) {
      throw new AwsException(AwsError.EMPTY_BATCH_REQUEST, "The batch has no entries");
    }
    if (entries.size() > MOST) {
      throw new AwsException(
          AwsError.TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
          "A batch has at most %d entries, had %d".formatted(MOST, entries.size()));
    }
    var ids = entries.stream().map(RequestEntry::id).toList();
    for (var id : ids) {
      if (!ID.matcher(id).matches()) {
        throw new AwsException(
            AwsError.INVALID_BATCH_ENTRY_ID,
            "An entry's Id has 1 to 80 letters, digits, - and _, was " + id);
      }
    }
    if (ids.stream().distinct().count() < ids.size()) {
      throw new AwsException(
          AwsError.BATCH_ENTRY_IDS_NOT_DISTINCT, "Two entries of the batch have one Id: " + ids);
    }
  }
}
