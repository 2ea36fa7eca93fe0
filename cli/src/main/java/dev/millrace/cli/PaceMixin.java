package dev.millrace.cli;

import dev.millrace.cli.input.Input;
import dev.millrace.cli.produce.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that sends records at a steady rate.
final class PaceMixin {

  private static final double HIGHEST_RATE = 1_000_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records a second (default: 1; for the fleet, 1 for each unicorn).")
  private @Nullable Double rate;

  @Option(names = "--count", paramLabel = "N", description = "End after so many records.")
  private @Nullable Long count;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "End after that time, such as 30s, 5m or PT30S. Without --count and --duration: until"
              + " Ctrl-C, or the end of the file.")
  private @Nullable Duration duration;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Send the records of a file, of the kind that millrace run reads.")
  private @Nullable Path file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the records that are made, for the same ones again.")
  private @Nullable Long seed;

  /// @throws UsageException if a limit cannot be
  Limits limits(double usualRate) {
    var perSecond = rate == null ? usualRate : rate;
    if (!(perSecond > 0 && perSecond <= HIGHEST_RATE)) {
      throw new UsageException(
          "--rate must be above 0 and at most %,.0f, was %s".formatted(HIGHEST_RATE, perSecond));
    }
    if (count != null && count < 1) {
      throw new UsageException("--count must be 1 or more, was " + count);
    }
    return new Limits(
        perSecond,
        count == null ? Long.MAX_VALUE : count,
        duration == null ? Limits.FOREVER : duration);
  }

  /// The file's records, or those that are made from a seed.
  ///
  /// @param making an option that is of use only for records that are made; empty for none
  /// @throws UsageException if there is a file, and such an option
  <T> Input<T> input(
      Function<Path, Input<T>> reader, LongFunction<Input<T>> maker, Optional<String> making) {
    if (file == null) {
      return maker.apply(seed == null ? new Random().nextLong() : seed);
    }
    var useless = seed != null ? Optional.of("--seed") : making;
    if (useless.isPresent()) {
      throw new UsageException(
          useless.get() + " cannot be together with --file: no records are made");
    }
    return reader.apply(file);
  }
}
