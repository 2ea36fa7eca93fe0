package dev.millrace.fleet;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that a test moves by hand, though Flink copies it.
final class TestClock extends Clock implements Serializable {

  private static final ConcurrentHashMap<String, AtomicReference<Instant>> TIMES =
      new ConcurrentHashMap<>();

  private static final Set<String> FAILING = ConcurrentHashMap.newKeySet();

  private final String id;

  TestClock(String id, Instant start) {
    this.id = id;
    TIMES.put(id, new AtomicReference<>(start));
  }

  void advance(Duration by) {
    time().updateAndGet(now -> now.plus(by));
  }

  /// Has the next look at it throw, and none after that.
  void failOnce() {
    FAILING.add(id);
  }

  private AtomicReference<Instant> time() {
    return TIMES.computeIfAbsent(id, none -> new AtomicReference<>(Instant.EPOCH));
  }

  @Override
  public Instant instant() {
    if (FAILING.remove(id)) {
      throw new IllegalStateException("a failure on purpose");
    }
    return Objects.requireNonNull(time().get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the clock of a test knows no zones");
  }
}
