package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes up to 500 records, or none if one breaks a rule. Those for which a shard has no
/// throughput left fail, each by itself.
final class PutRecords {

  private static final int MOST_RECORDS = 500;
  private static final long MOST_BYTES = 10L << 20;

  private PutRecords() {}

  record Request(@Nullable String streamName, @Nullable String streamARN, List<Entry> records) {}

  record Entry(byte[] data, String partitionKey, @Nullable String explicitHashKey) {}

  record Response(int failedRecordCount, List<Result> records) {}

  /// What became of one record: where it is, or why it is not there.
  record Result(
      @Nullable String sequenceNumber,
      @Nullable String shardId,
      @Nullable String errorCode,
      @Nullable String errorMessage) {

    static Result of(Appender.Added added, KinesisState state, DataStream stream) {
      return switch (added) {
        case Appender.Added.Taken(var shard, var number) ->
            new Result(number, shard.id(), null, null);
        case Appender.Added.Throttled(var shard) -> {
          var why = Refusal.rateExceeded(state, stream, shard);
          yield new Result(null, null, why.error().type(), why.getMessage());
        }
      };
    }

    boolean failed() {
      return errorCode != null;
    }
  }

  static Step<Response> apply(KinesisState state, Request request, Instant now, Quotas quotas) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var appender = new Appender(stream, now, quotas);
    check(request.records(), appender);
    var results = new ArrayList<Result>(request.records().size());
    for (var entry : request.records()) {
      var added = appender.add(entry.partitionKey(), entry.explicitHashKey(), entry.data());
      results.add(Result.of(added, state, stream));
    }
    int failed = (int) results.stream().filter(Result::failed).count();
    return new Step<>(
        state.with(appender.result()),
        new Response(failed, results),
        failed < results.size() ? stream.arn() : null);
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
