package dev.millrace.cli.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/// Puts records to a Kinesis stream, many per call.
///
/// Records that a call refuses are sent again until they are taken, and may then come after others
/// of that call; records with the same identity never share a call, so that their order stays.
public final class StreamFeeder {

  static final int MAX_RECORDS = 500;
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private final KinesisClient kinesis;
  private final String stream;
  private final Progress progress;
  private final Backoff.Pause pause;

  private final List<PutRecordsRequestEntry> batch = new ArrayList<>();
  private final Set<String> identities = new HashSet<>();
  private int bytes;

  /// Feeds a stream that may make it wait.
  public StreamFeeder(KinesisClient kinesis, String stream) {
    this(kinesis, stream, new Progress(), Thread::sleep);
  }

  StreamFeeder(KinesisClient kinesis, String stream, Progress progress, Backoff.Pause pause) {
    this.kinesis = kinesis;
    this.stream = stream;
    this.progress = progress;
    this.pause = pause;
  }

  /// Takes a record; sends when enough have come together.
  ///
  /// @param identity what later records replace, null if nothing does
  public void send(String partitionKey, byte[] data, @Nullable String identity) {
    var size = data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
    if (batch.size() == MAX_RECORDS
        || bytes + size > MAX_BYTES
        || (identity != null && identities.contains(identity))) {
      flush();
    }
    if (identity != null) {
      identities.add(identity);
    }
    bytes += size;
    batch.add(
        PutRecordsRequestEntry.builder()
            .partitionKey(partitionKey)
            .data(SdkBytes.fromByteArray(data))
            .build());
  }

  /// Sends what has come together.
  ///
  /// @throws FeedException if the stream does not take it, however often it is tried
  public void flush() {
    var left = List.copyOf(batch);
    var backoff = new Backoff(pause);
    while (!left.isEmpty()) {
      var response =
          kinesis.putRecords(PutRecordsRequest.builder().streamName(stream).records(left).build());
      var refused = refused(left, response);
      progress.sent(left.size() - refused.size());
      if (!refused.isEmpty()) {
        progress.retried(refused.size());
        backoff.beforeRetry(refused.size(), "stream " + stream, reason(response));
      }
      left = refused;
    }
    batch.clear();
    identities.clear();
    bytes = 0;
  }

  private static List<PutRecordsRequestEntry> refused(
      List<PutRecordsRequestEntry> sent, PutRecordsResponse response) {
    var refused = new ArrayList<PutRecordsRequestEntry>();
    for (var i = 0; i < sent.size(); i++) {
      if (response.records().get(i).errorCode() != null) {
        refused.add(sent.get(i));
      }
    }
    return refused;
  }

  private static String reason(PutRecordsResponse response) {
    return response.records().stream()
        .filter(result -> result.errorCode() != null)
        .map(result -> result.errorCode() + ": " + result.errorMessage())
        .findFirst()
        .orElse("no reason given");
  }
}
