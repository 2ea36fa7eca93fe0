package dev.millrace.cli.produce;

import dev.millrace.cli.feed.Feeder;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.input.Malformed;
import dev.millrace.cli.live.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// Sends an input's records when they are due, until one of the limits is reached, the input is at
/// its end, or the session is over.
///
/// @param <T> a record
public final class Production<T> {

  /// A pause is at least that long, so that records of a high rate share calls.
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

  private final Feeder<? super T> feeder;
  private final Limits limits;
  private final Duration linger;
  private final Session session;
  private final long begin;
  private final RateSchedule schedule;

  private long handed;
  private long oldest;
  private boolean holds;

  /// Begins now.
  ///
  /// @param linger how long a record may wait for others to share a call
  public Production(Feeder<? super T> feeder, Limits limits, Duration linger, Session session) {
    this.feeder = feeder;
    this.limits = limits;
    this.linger = linger;
    this.session = session;
    this.begin = session.nanos();
    this.schedule = new RateSchedule(limits.perSecond(), begin);
  }

  /// Sends everything.
  ///
  /// @param progressed called between pauses
  /// @throws dev.millrace.cli.feed.FeedException if records are not taken
  public void run(Input<T> input, Consumer<Malformed> malformed, Runnable progressed)
      throws IOException {
    // the turn comes before the record is made, which may tell the time
    if (awaitTurn(progressed)) {
      input.whileWanted(
          record -> {
            hand(record);
            return handed < limits.count() && awaitTurn(progressed);
          },
          malformed);
    }
    feeder.flush();
  }

  /// Whether the next record is wanted, when it is due.
  private boolean awaitTurn(Runnable progressed) {
    while (!session.isOver() && left() > 0) {
      var wait = schedule.take(session.nanos());
      if (wait == 0) {
        return true;
      }
      if (holds && heldFor() >= linger.toNanos()) {
        flush();
      } else {
        progressed.run();
        session.pause(pause(wait));
      }
    }
    return false;
  }

  private Duration pause(long wait) {
    var until = Math.min(Math.max(wait, SHORTEST_PAUSE.toNanos()), left());
    return Duration.ofNanos(holds ? Math.min(until, linger.toNanos() - heldFor()) : until);
  }

  private long left() {
    return limits.duration().toNanos() - (session.nanos() - begin);
  }

  private long heldFor() {
    return session.nanos() - oldest;
  }

  private void flush() {
    feeder.flush();
    holds = false;
  }

  private void hand(T record) {
    if (!holds) {
      oldest = session.nanos();
      holds = true;
    }
    handed++;
    feeder.send(record);
  }

  /// What was done until now.
  public Tally tally(Progress progress) {
    var time = Duration.ofNanos(session.nanos() - begin);
    return new Tally(
        time, progress.sent(), progress.puts(), progress.retried(), handed - progress.sent());
  }
}
