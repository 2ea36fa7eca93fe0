package dev.millrace.common.testkit;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What goes wrong with the calls of one run, drawn from a seed: the same seed and the same calls
/// meet the same faults.
public final class FaultSchedule {

  /// What happens to a call.
  public enum Fault {
    /// The service refuses it because of its rate; nothing is done.
    THROTTLE,
    /// The service fails; nothing is done.
    SERVER_ERROR,
    /// It takes effect, and its answer is lost.
    LOST_ANSWER,
    /// The function dies before the call.
    CRASH_BEFORE,
    /// It takes effect, and the function dies.
    CRASH_AFTER,
    /// It takes effect, and the function has no time left.
    TIME_IS_UP
  }

  private static final Fault[] FAULTS = Fault.values();

  private final RandomGenerator random;
  private final double rate;
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);

  /// Lets one of `1 / rate` calls fail.
  public FaultSchedule(RandomGenerator random, double rate) {
    this.random = random;
    this.rate = rate;
  }

  /// Makes a call, with whatever goes wrong.
  ///
  /// @param failure what the client throws if the call fails without the function's death
  /// @param timeIsUp called when the function has no time left
  public synchronized <T> T call(
      Supplier<T> call, Function<Fault, RuntimeException> failure, Runnable timeIsUp) {
    if (random.nextDouble() >= rate) {
      return call.get();
    }
    var fault = FAULTS[random.nextInt(FAULTS.length)];
    injected.merge(fault, 1, Integer::sum);
    return switch (fault) {
      case THROTTLE, SERVER_ERROR -> throw failure.apply(fault);
      case CRASH_BEFORE -> throw new Crash("before a call");
      case LOST_ANSWER -> {
        var _ = call.get();
        throw failure.apply(fault);
      }
      case CRASH_AFTER -> {
        var _ = call.get();
        throw new Crash("after a call");
      }
      case TIME_IS_UP -> {
        var answer = call.get();
        timeIsUp.run();
        yield answer;
      }
    };
  }

  /// How often each fault was met.
  public synchronized Map<Fault, Integer> injected() {
    return Map.copyOf(injected);
  }
}
