package dev.millrace.cli;

import java.util.Optional;
import java.util.Random;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The options that say which of the records that are made are bad.
final class BadMixin {

  @ArgGroup private Bad bad = new Bad();

  /// At most one of them.
  private static final class Bad {

    @Option(
        names = "--error-every",
        paramLabel = "N",
        description = "Make every Nth record a bad one, of each kind in turn.")
    private @Nullable Long every;

    @Option(
        names = "--errors",
        paramLabel = "SHARE",
        description = "Make about that share of the records bad ones, such as 0.02.")
    private @Nullable Double share;
  }

  /// The option that was used.
  Optional<String> used() {
    if (bad.every != null) {
      return Optional.of("--error-every");
    }
    return bad.share == null ? Optional.empty() : Optional.of("--errors");
  }

  /// Which records are bad, by their position.
  ///
  /// @throws UsageException if an option cannot be
  LongPredicate positions(long seed) {
    var every = bad.every;
    var share = bad.share;
    if (every != null) {
      if (every < 1) {
        throw new UsageException("--error-every must be 1 or more, was " + every);
      }
      return position -> position % every == every - 1;
    }
    if (share == null) {
      return _ -> false;
    }
    if (!(share >= 0 && share <= 1)) {
      throw new UsageException("--errors must lie within 0 and 1, was " + share);
    }
    var random = new Random(~seed);
    return _ -> random.nextDouble() < share;
  }
}
