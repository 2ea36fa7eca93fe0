package dev.millrace.cli.feed;

import java.util.concurrent.atomic.LongAdder;

/// How far the feeding of one pipeline is; counted by the feeder, read by anyone.
public final class Progress {

  private final LongAdder sent = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private volatile boolean finished;

  void sent(long records) {
    sent.add(records);
  }

  void put(long records) {
    puts.add(records);
  }

  void retried(long records) {
    retried.add(records);
  }

  void malformedLine() {
    malformed.increment();
  }

  void finish() {
    finished = true;
  }

  /// Records the stack has taken.
  public long sent() {
    return sent.sum();
  }

  /// Records of a stream that these are: fewer if they were packed.
  public long puts() {
    return puts.sum();
  }

  /// Records that were refused once and sent again.
  public long retried() {
    return retried.sum();
  }

  /// Lines left out because they could not be read.
  public long malformed() {
    return malformed.sum();
  }

  /// Whether all input was taken.
  public boolean isFinished() {
    return finished;
  }
}
