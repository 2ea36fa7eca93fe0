package dev.millrace.score;

import dev.millrace.aws.AwsClients;
import dev.millrace.common.Batches;
import dev.millrace.common.Deadline;
import dev.millrace.common.PipelineException;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/// Puts score events to a Kinesis stream; only those that failed are put again.
///
/// An event whose answer is lost is put twice, under the same id. One that is put again may come
/// after a later one of the same user.
final class KinesisEventSink {

  /// What came of sending events.
  ///
  /// @param left those that are not known to be sent, in order
  /// @param retries how many calls had to be made again
  /// @param failure why some are left, or null if none is
  record Sent(List<ScoreEvent> left, int retries, @Nullable PipelineException failure) {

    Sent {
      left = List.copyOf(left);
    }
  }

  private static final int MAX_RECORDS = 500;

  /// Kinesis takes 10 MiB; half of that keeps a call short.
  private static final long MAX_BYTES = 5 << 20;

  private final KinesisClient kinesis;
  private final String stream;
  private final Retry retry;
  private final Duration callTimeout;

  KinesisEventSink(KinesisClient kinesis, String stream, Retry retry, Duration callTimeout) {
    this.kinesis = kinesis;
    this.stream = stream;
    this.retry = retry;
    this.callTimeout = callTimeout;
  }

  /// Puts all events, or as many as it can.
  Sent put(List<ScoreEvent> events, Deadline deadline) {
    var left = new ArrayList<>(events);
    var retries = 0;
    try {
      for (var batch : Batches.split(events, KinesisEventSink::size, MAX_RECORDS, MAX_BYTES)) {
        var result = retry.run(batch, deadline, failed -> call(failed, deadline));
        retries += result.retries();
        left.subList(0, batch.size()).retainAll(Set.copyOf(result.left()));
        if (!result.left().isEmpty()) {
          return new Sent(left, retries, result.failure(work()));
        }
      }
      return new Sent(left, retries, null);
    } catch (PipelineException e) {
      return new Sent(left, retries, e);
    }
  }

  /// Kinesis takes no call without records.
  void rehearse(Deadline deadline) {
    AwsClients.rehearse(() -> call(List.of(), deadline));
  }

  private String work() {
    return "PutRecords to " + stream;
  }

  private List<ScoreEvent> call(List<ScoreEvent> events, Deadline deadline) {
    var request =
        PutRecordsRequest.builder()
            .streamName(stream)
            .records(events.stream().map(KinesisEventSink::entry).toList())
            .overrideConfiguration(c -> c.apiCallTimeout(deadline.limit(callTimeout)))
            .build();
    try {
      return failed(events, kinesis.putRecords(request));
    } catch (AwsServiceException e) {
      var details = e.awsErrorDetails();
      var code = details == null ? "no error code" : details.errorCode();
      throw ServiceFailures.of(work(), e.statusCode(), code, e);
    } catch (SdkException e) {
      throw new RetryableException(work() + " got no answer", e);
    }
  }

  /// Answers stand at the places of the records.
  private List<ScoreEvent> failed(List<ScoreEvent> events, PutRecordsResponse response) {
    var answers = response.records();
    if (answers.size() != events.size()) {
      throw new RetryableException(
          "%s must answer %d records, answered %d"
              .formatted(work(), events.size(), answers.size()));
    }
    var failed = new ArrayList<ScoreEvent>();
    for (var i = 0; i < answers.size(); i++) {
      if (answers.get(i).errorCode() != null) {
        failed.add(events.get(i));
      }
    }
    if (failed.size() == events.size()) {
      var first = answers.getFirst();
      throw new RetryableException(
          "%s: every record failed, the first with %s: %s"
              .formatted(work(), first.errorCode(), first.errorMessage()));
    }
    return failed;
  }

  private static PutRecordsRequestEntry entry(ScoreEvent event) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(event.partitionKey())
        .data(SdkBytes.fromByteArrayUnsafe(event.json()))
        .build();
  }

  private static long size(ScoreEvent event) {
    return event.json().length
        + (long) event.partitionKey().getBytes(StandardCharsets.UTF_8).length;
  }
}
