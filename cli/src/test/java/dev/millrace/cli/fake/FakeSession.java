package dev.millrace.cli.fake;

import dev.millrace.cli.live.Session;
import java.time.Duration;
import java.time.Instant;

/// A session whose time moves by its pauses, and by hand.
public final class FakeSession implements Session {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  public long nanos;
  public long endNanos = Long.MAX_VALUE;

  /// What happens when there is a pause.
  public Runnable paused = () -> {};

  public void advance(Duration by) {
    nanos += by.toNanos();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void pause(Duration wait) {
    nanos += wait.toNanos();
    paused.run();
  }

  @Override
  public boolean isOver() {
    return nanos >= endNanos;
  }
}
