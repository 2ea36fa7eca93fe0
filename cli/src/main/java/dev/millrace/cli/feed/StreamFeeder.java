package dev.millrace.cli.feed;

import dev.millrace.cli.live.Session;
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

  private final List<Waiting> batch = new ArrayList<>();
  private final Set<String> identities = new HashSet<>();
  private int bytes;

  /// A record that was not yet taken.
  ///
  /// @param records how many it counts for
  private record Waiting(PutRecordsRequestEntry entry, int records) {}

  /// Feeds a stream that may make it wait.
  public StreamFeeder(KinesisClient kinesis, String stream) {
    this(kinesis, stream, new Progress(), Backoff.Pause.sleeping());
  }

  /// Feeds a stream that may make it wait, until the session is over, and counts.
  public StreamFeeder(KinesisClient kinesis, String stream, Progress progress, Session session) {
    this(kinesis, stream, progress, Backoff.Pause.of(session));
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
    send(partitionKey, data, identity, 1);
  }

  /// @param records how many the record counts for
  void send(String partitionKey, byte[] data, @Nullable String identity, int records) {
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
    var entry =
        PutRecordsRequestEntry.builder()
            .partitionKey(partitionKey)
            .data(SdkBytes.fromByteArray(data))
            .build();
    batch.add(new Waiting(entry, records));
  }

  /// Sends what has come together.
  ///
  /// @throws FeedException if the stream does not take it, however often it is tried
  public void flush() {
    var left = List.copyOf(batch);
    var backoff = new Backoff(pause);
    while (!left.isEmpty()) {
      var response = put(left);
      var refused = refused(left, response);
      progress.sent(count(left) - count(refused));
      progress.put(left.size() - refused.size());
      if (!refused.isEmpty()) {
        progress.retried(count(refused));
        backoff.beforeRetry(count(refused), "stream " + stream, reason(response));
      }
      left = refused;
    }
    batch.clear();
    identities.clear();
    bytes = 0;
  }

  private PutRecordsResponse put(List<Waiting> records) {
    var entries = records.stream().map(Waiting::entry).toList();
    return kinesis.putRecords(
        PutRecordsRequest.builder().streamName(stream).records(entries).build());
  }

  private static long count(List<Waiting> records) {
    return records.stream().mapToLong(Waiting::records).sum();
  }

  private static List<Waiting> refused(List<Waiting> sent, PutRecordsResponse response) {
    var refused = new ArrayList<Waiting>();
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
