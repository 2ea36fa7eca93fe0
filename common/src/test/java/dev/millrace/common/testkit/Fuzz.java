package dev.millrace.common.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Feeds a decoder inputs that nobody intended.
///
/// Each input has a seed of its own: `-Dmillrace.inputs=N` makes so many per decoder,
/// `-Dmillrace.seed=S` one of them.
public final class Fuzz {

  private static final long INPUTS = Long.getLong("millrace.inputs", 9_000);

  /// What one input may take of a processor, with classes still to load and code to compile.
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private Fuzz() {}

  /// Fails at the first input from which the decoder throws what it must not, or that takes too
  /// long. Prints how many there were, and the longest time.
  ///
  /// @param name of the decoder
  /// @param input makes the input of a seed
  /// @param decoder catches what it may throw
  public static <T> void run(String name, Function<Random, T> input, Consumer<T> decoder) {
    var seed = Long.getLong("millrace.seed");
    var seeds = seed == null ? LongStream.range(0, INPUTS) : LongStream.of(seed);
    var longest = seeds.map(one -> nanos(name, one, input, decoder)).max().orElse(0);
    System.out.printf(
        "fuzz: %s, %,d inputs, the longest took %,d µs of CPU time%n",
        name, seed == null ? INPUTS : 1, longest / 1_000);
  }

  private static <T> long nanos(
      String name, long seed, Function<Random, T> input, Consumer<T> decoder) {
    var made = input.apply(new Random(seed));
    var threads = ManagementFactory.getThreadMXBean();
    var start = threads.getCurrentThreadCpuTime();
    try {
      decoder.accept(made);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("%s: input of seed %d".formatted(name, seed), e);
    }
    var nanos = threads.getCurrentThreadCpuTime() - start;
    assertThat(Duration.ofNanos(nanos)).as("%s: input of seed %d", name, seed).isLessThan(LONGEST);
    return nanos;
  }
}
