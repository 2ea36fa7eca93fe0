package dev.millrace.local.mapping;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Decides when a shard is read next. Real time, in nanoseconds since any fixed moment.
///
/// Not thread-safe: its owner holds a lock.
final class FetchSchedule {

  /// A shard that has more but gives nothing is not asked more often than Kinesis allows.
  private static final long PAUSE = Duration.ofMillis(200).toNanos();

  private static final long GONE = Duration.ofSeconds(10).toNanos();

  /// A stream that is gone but signals may have come back.
  private static final long BACK = Duration.ofSeconds(1).toNanos();

  /// How much more seldom a stream is polled that was signalled once: it has a server that signals,
  /// and polling is for a lost signal only.
  private static final int SELDOM = 10;

  private final long pollInterval;
  private final long settleTime;
  private long idleInterval;
  private boolean wanted = true;
  private boolean more;
  private @Nullable Long settleAt;
  private long pollAt;
  private long notBefore;
  private int failures;

  FetchSchedule(Duration pollInterval, Duration settleTime) {
    this.pollInterval = pollInterval.toNanos();
    this.idleInterval = this.pollInterval;
    this.settleTime = settleTime.toNanos();
  }

  /// Somebody says that there is something to read.
  void signal(long now) {
    wanted = true;
    idleInterval = SELDOM * pollInterval;
    settleAt = settleTime > 0 ? Long.valueOf(now + settleTime) : null;
  }

  /// The shard must know whether it is caught up.
  void demand() {
    wanted = true;
  }

  void started(long now) {
    wanted = false;
    var settled = settleAt;
    if (settled != null && now >= settled) {
      settleAt = null;
    }
  }

  void finished(long now, StreamSource.Page page) {
    failures = 0;
    more = !page.caughtUp();
    pollAt = now + idleInterval;
    notBefore = more && page.readTo() == null ? now + PAUSE : now;
  }

  void failed(long now) {
    failures++;
    wanted = true;
    notBefore = now + Task.Backoff.after(Math.min(failures, 5)).toNanos();
  }

  /// There is nothing to read any more; looked at now and then, should the stream come back.
  void gone(long now) {
    wanted = false;
    more = false;
    settleAt = null;
    pollAt = now + GONE;
    notBefore = now + BACK;
  }

  /// Whether a read is due, or will be without anybody's doing, apart from idle polling.
  boolean isPending() {
    return wanted || more || settleAt != null;
  }

  long nextAt() {
    if (wanted || more) {
      return notBefore;
    }
    var settled = settleAt;
    return Math.max(notBefore, settled == null ? pollAt : Math.min(pollAt, settled));
  }
}
