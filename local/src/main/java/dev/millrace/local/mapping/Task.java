package dev.millrace.local.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A call that the function still has to answer for good.
sealed interface Task {

  /// Failed invocations that count against the retry limit.
  int attempts();

  /// Calls in a row that came to nothing, whether they count or not.
  int streak();

  /// Not to be tried earlier.
  Instant notBefore();

  /// This task after one more failure that counts.
  Task failed(Instant now);

  /// This task after a call that did not reach the function.
  Task notReached(Instant now);

  /// A batch to deliver.
  ///
  /// @param records never empty
  record Deliver(List<StreamRecord> records, int attempts, int streak, Instant notBefore)
      implements Task {

    static Deliver first(List<StreamRecord> records) {
      return new Deliver(records, 0, 0, Instant.MIN);
    }

    /// What is left of a batch after a report that made progress: a new batch, after a pause.
    static Deliver remainder(List<StreamRecord> records, Instant now) {
      return new Deliver(records, 0, 1, now.plus(Backoff.after(1)));
    }

    /// The same batch without some of its records.
    Deliver with(List<StreamRecord> rest) {
      return new Deliver(rest, attempts, streak, notBefore);
    }

    /// A part of a batch that was split in two; the split itself costs no attempt and no pause.
    Deliver half(int from, int to) {
      return new Deliver(records.subList(from, to), attempts, 0, Instant.MIN);
    }

    @Override
    public Deliver failed(Instant now) {
      return new Deliver(records, attempts + 1, streak + 1, now.plus(Backoff.after(streak + 1)));
    }

    @Override
    public Deliver notReached(Instant now) {
      return new Deliver(records, attempts, streak + 1, now.plus(Backoff.after(streak + 1)));
    }
  }

  /// The open window to hand over, without records.
  ///
  /// @param early whether the state outgrew its limit while the window goes on
  /// @param since when the call fell due
  record Close(boolean early, Instant since, int attempts, int streak, Instant notBefore)
      implements Task {

    static Close first(boolean early, Instant now) {
      return new Close(early, now, 0, 0, Instant.MIN);
    }

    @Override
    public Close failed(Instant now) {
      return new Close(early, since, attempts + 1, streak + 1, now.plus(Backoff.after(streak + 1)));
    }

    @Override
    public Close notReached(Instant now) {
      return new Close(early, since, attempts, streak + 1, now.plus(Backoff.after(streak + 1)));
    }
  }

  /// The pause between two tries: 500 ms, doubled each time, 60 s at most.
  ///
  /// Deviates from AWS: its schedule is not published. This one has no jitter, so that a run can be
  /// repeated.
  final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final int DOUBLINGS = 7;

    private Backoff() {}

    /// @param failures how many tries in a row failed, 1 or more
    static Duration after(int failures) {
      var pause = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
      return pause.compareTo(MOST) < 0 ? pause : MOST;
    }
  }
}
