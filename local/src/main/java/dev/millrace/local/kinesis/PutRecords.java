package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes up to 500 records: all of them, or none if one breaks a rule.
///
/// Deviates from AWS: the throughput of a shard is not limited, so no single record ever fails.
final class PutRecords {

  private static final int MOST_RECORDS = 500;
  private static final long MOST_BYTES = 10L << 20;

  private PutRecords() {}

  record Request(@Nullable String streamName, @Nullable String streamARN, List<Entry> records) {}

  record Entry(byte[] data, String partitionKey, @Nullable String explicitHashKey) {}

  record Response(int failedRecordCount, List<Result> records) {}

  record Result(String sequenceNumber, String shardId) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var appender = new Appender(stream, now);
    check(request.records(), appender);
    var results = new ArrayList<Result>(request.records().size());
    for (var entry : request.records()) {
      var place = appender.add(entry.partitionKey(), entry.explicitHashKey(), entry.data());
      results.add(new Result(place.sequenceNumber(), place.shardId()));
    }
    return new Step<>(state.with(appender.result()), new Response(0, results), stream.arn());
  }

  private static void check(List<Entry> records, Appender appender) {
    if (records.isEmpty()) {
      throw Refusal.constraint(
          "[]", "records", "Member must have length greater than or equal to 1");
    }
    if (records.size() > MOST_RECORDS) {
      throw Refusal.constraint(
          records.size() + " records",
          "records",
          "Member must have length less than or equal to " + MOST_RECORDS);
    }
    long bytes = 0;
    for (int i = 0; i < records.size(); i++) {
      var entry = records.get(i);
      var path = "records.%d.member.".formatted(i + 1);
      appender.check(path, entry.partitionKey(), entry.explicitHashKey(), entry.data());
      bytes += StoredRecord.size(entry.partitionKey(), entry.data());
    }
    if (bytes > MOST_BYTES) {
      throw Refusal.argument("Records size exceeds 10 MiB limit: was %d bytes", bytes);
    }
  }
}
