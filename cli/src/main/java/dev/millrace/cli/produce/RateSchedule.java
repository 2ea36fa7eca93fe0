package dev.millrace.cli.produce;

/// When records are due: so many a second, evenly.
///
/// Each is due by its number since the beginning, so that small delays do not add up. After a pause
/// at most one second's worth is caught up; the rest of the pause is as if it had not been.
final class RateSchedule {

  private static final long SECOND = 1_000_000_000L;

  private final double perSecond;
  private long begin;
  private long taken;

  /// @param begin when the first is due, in nanoseconds of some clock
  RateSchedule(double perSecond, long begin) {
    this.perSecond = perSecond;
    this.begin = begin;
  }

  /// Takes the next record if it is due.
  ///
  /// @return 0 if it was taken, else how many nanoseconds it must wait
  long take(long now) {
    var wait = begin + Math.round(taken * (SECOND / perSecond)) - now;
    if (wait > 0) {
      return wait;
    }
    if (wait < -SECOND) {
      begin += -SECOND - wait;
    }
    taken++;
    return 0;
  }
}
