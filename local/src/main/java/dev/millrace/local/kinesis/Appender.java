package dev.millrace.local.kinesis;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Adds records to a stream, each to the shard its key belongs to. Serves one request.
///
/// All records of a request have one arrival time.
final class Appender {

  private static final Pattern HASH_KEY = Pattern.compile("0|([1-9]\\d{0,38})");

  private final DataStream stream;
  private final long millis;
  private final Quotas quotas;
  private final Map<Integer, Shard> changed = new HashMap<>();

  Appender(DataStream stream, Instant now, Quotas quotas) {
    this.stream = stream;
    this.millis = now.toEpochMilli();
    this.quotas = quotas;
  }

  /// What became of a record.
  sealed interface Added {

    /// It is there.
    record Taken(Shard shard, String sequenceNumber) implements Added {}

    /// Its shard has no throughput left.
    record Throttled(Shard shard) implements Added {}
  }

  /// Refuses a record that breaks a rule.
  ///
  /// @param path the record's path in the request, empty or ending with a dot
  void check(String path, String partitionKey, @Nullable String explicitHashKey, byte[] data) {
    Refusal.length(partitionKey, path + "partitionKey", 1, 256);
    long size = StoredRecord.size(partitionKey, data);
    int most = stream.settings().mostRecordKiB() << 10;
    if (size > most) {
      throw Refusal.constraint(
          "%d bytes with its partition key".formatted(size),
          path + "data",
          "Member must have length less than or equal to " + most);
    }
    if (explicitHashKey == null) {
      return;
    }
    if (!HASH_KEY.matcher(explicitHashKey).matches()) {
      throw Refusal.constraint(
          explicitHashKey,
          path + "explicitHashKey",
          "Member must satisfy regular expression pattern: " + HASH_KEY);
    }
    if (!HashRange.ALL.contains(new BigInteger(explicitHashKey))) {
      throw Refusal.argument(
          "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified"
              + " value was %s",
          explicitHashKey);
    }
  }

  /// Adds one record, if its shard has throughput for it.
  Added add(String partitionKey, @Nullable String explicitHashKey, byte[] data) {
    var hash =
        explicitHashKey == null ? HashRange.hash(partitionKey) : new BigInteger(explicitHashKey);
    int number = stream.shardOf(hash);
    var shard = changed.computeIfAbsent(number, stream::existing);
    if (!quotas.write(stream, shard, StoredRecord.size(partitionKey, data))) {
      return new Added.Throttled(shard);
    }
    var longer = shard.plus(millis, partitionKey, data);
    changed.put(number, longer);
    return new Added.Taken(longer, longer.sequenceNumber(longer.log().next() - 1));
  }

  /// The stream with everything that was added.
  DataStream result() {
    return stream.with(changed.values());
  }
}
