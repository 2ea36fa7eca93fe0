package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How much each shard takes and gives in a second, as AWS limits it: 1,000 records and 1 MiB with
/// their keys in, five calls and 2 MiB out. Shards of on-demand streams have the same limits.
///
/// Time is real time, whatever the stack's clock says: a clock that stands still would throttle for
/// ever. An instance serves one server, which calls it by one thread at a time.
///
/// Deviates from AWS: it is not documented how a second is counted; here every quota is a
/// [TokenBucket], and a call that is refused costs nothing.
public final class Quotas {

  private static final long RECORDS_IN = 1000;
  private static final long BYTES_IN = 1 << 20;
  private static final long CALLS_OUT = 5;
  private static final long BYTES_OUT = 2 << 20;

  /// So many shards are remembered before those that have rested are forgotten.
  private static final int MANY = 1024;

  private record Key(String stream, Instant created, int shard) {

    static Key of(DataStream stream, Shard shard) {
      return new Key(stream.name(), stream.created(), shard.number());
    }
  }

  /// What a shard has left.
  private record Left(
      TokenBucket recordsIn, TokenBucket bytesIn, TokenBucket callsOut, TokenBucket bytesOut) {

    static Left all(long now) {
      return new Left(
          TokenBucket.full(RECORDS_IN, now),
          TokenBucket.full(BYTES_IN, now),
          TokenBucket.full(CALLS_OUT, now),
          TokenBucket.full(BYTES_OUT, now));
    }

    boolean takes(long bytes, long now) {
      return recordsIn.gives(1, now) && bytesIn.gives(bytes, now);
    }

    Left written(long bytes, long now) {
      return new Left(recordsIn.take(1, now), bytesIn.take(bytes, now), callsOut, bytesOut);
    }

    /// Whether it can be read; how much comes out is not known yet.
    boolean gives(long now) {
      return callsOut.gives(1, now) && bytesOut.gives(1, now);
    }

    Left read(long bytes, long now) {
      return new Left(recordsIn, bytesIn, callsOut.take(1, now), bytesOut.take(bytes, now));
    }

    boolean isAll(long now) {
      return recordsIn.isFull(now)
          && bytesIn.isFull(now)
          && callsOut.isFull(now)
          && bytesOut.isFull(now);
    }
  }

  private final Optional<LongSupplier> nanos;
  private final Map<Key, Left> shards = new HashMap<>();
  private int most = MANY;

  private Quotas(Optional<LongSupplier> nanos) {
    this.nanos = nanos;
  }

  /// AWS's.
  public static Quotas enforced() {
    return enforced(System::nanoTime);
  }

  /// AWS's, by a clock of the caller's.
  ///
  /// @param nanos nanoseconds since any fixed moment; never goes back
  public static Quotas enforced(LongSupplier nanos) {
    return new Quotas(Optional.of(nanos));
  }

  /// Shards take and give whatever is asked.
  public static Quotas none() {
    return new Quotas(Optional.empty());
  }

  /// Whether a shard takes a record now, which it then counts.
  boolean write(DataStream stream, Shard shard, long bytes) {
    if (nanos.isEmpty()) {
      return true;
    }
    long now = nanos.get().getAsLong();
    var left = left(stream, shard, now);
    if (!left.takes(bytes, now)) {
      return false;
    }
    keep(stream, shard, left.written(bytes, now), now);
    return true;
  }

  /// @throws AwsException if a shard must not be read now
  void beforeRead(KinesisState state, DataStream stream, Shard shard) {
    if (nanos.isEmpty()) {
      return;
    }
    long now = nanos.get().getAsLong();
    if (!left(stream, shard, now).gives(now)) {
      throw Refusal.rateExceeded(state, stream, shard);
    }
  }

  /// Counts a call, and what came out.
  void afterRead(DataStream stream, Shard shard, long bytes) {
    if (nanos.isPresent()) {
      long now = nanos.get().getAsLong();
      keep(stream, shard, left(stream, shard, now).read(bytes, now), now);
    }
  }

  /// Every shard has its whole quota again.
  void refill() {
    shards.clear();
  }

  private Left left(DataStream stream, Shard shard, long now) {
    var left = shards.get(Key.of(stream, shard));
    return left == null ? Left.all(now) : left;
  }

  private void keep(DataStream stream, Shard shard, Left left, long now) {
    shards.put(Key.of(stream, shard), left);
    if (shards.size() > most) {
      shards.values().removeIf(each -> each.isAll(now));
      most = Math.max(MANY, 2 * shards.size());
    }
  }
}
