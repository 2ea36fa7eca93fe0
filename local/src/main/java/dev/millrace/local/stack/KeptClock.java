package dev.millrace.local.stack;

import dev.millrace.local.data.DataDirectory;
import dev.millrace.local.data.Journal;
import dev.millrace.local.time.StackClock;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Keeps how far the stack's clock is ahead, so that it never runs behind what it was: records of
/// before would lie in the future.
final class KeptClock implements AutoCloseable {

  private final StackClock clock;
  private final Journal journal;
  private Duration skipped = Duration.ZERO;

  private KeptClock(StackClock clock, DataDirectory data) {
    this.clock = clock;
    this.journal = Journal.open(data.file("clock.journal"), this::read);
  }

  /// Sets a clock ahead as it was, and keeps every skip from now on.
  static KeptClock start(StackClock clock, DataDirectory data) {
    var kept = new KeptClock(clock, data);
    var behind = kept.skipped.minus(clock.skipped());
    if (behind.isPositive()) {
      clock.advance(behind);
    }
    kept.journal.replace(entries -> entries.accept(written(clock.skipped())));
    clock.onSkip(skipped -> kept.journal.append(written(skipped)));
    return kept;
  }

  private void read(byte[] entry) {
    var bytes = ByteBuffer.wrap(entry);
    skipped = Duration.ofSeconds(bytes.getLong(), bytes.getInt());
  }

  private static byte[] written(Duration skipped) {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
        .putLong(skipped.getSeconds())
        .putInt(skipped.getNano())
        .array();
  }

  @Override
  public void close() {
    clock.onSkip(_ -> {});
    journal.close();
  }
}
