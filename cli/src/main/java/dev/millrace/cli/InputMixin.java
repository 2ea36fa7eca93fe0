package dev.millrace.cli;

import dev.millrace.cli.input.GeneratedReadings;
import dev.millrace.cli.input.GeneratedScores;
import dev.millrace.cli.input.GeneratedTrips;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.input.ReadingFile;
import dev.millrace.cli.input.ReadingInput;
import dev.millrace.cli.input.ScoreChange;
import dev.millrace.cli.input.ScoreFile;
import dev.millrace.cli.input.TripFile;
import dev.millrace.cli.input.TripInput;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what a run is fed with.
final class InputMixin {

  private static final int DEFAULT_RECORDS = 1000;

  @Option(
      names = "--scores",
      paramLabel = "FILE.csv",
      description =
          "Game scores: RecordID,Username,Score. A RecordID that comes again is a change.")
  private @Nullable Path scores;

  @Option(
      names = "--readings",
      paramLabel = "FILE.jsonl",
      description = "Sensor readings, one JSON object per line; bad ones are sent as poison.")
  private @Nullable Path readings;

  @Option(
      names = "--trips",
      paramLabel = "FILE.csv",
      description =
          "Trips of the NYC TLC's yellow cabs, 2009 to June 2016, the years with coordinates."
              + " Vendors CMT, VTS and DDS become 1, 2 and 3.")
  private @Nullable Path trips;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the inputs that are made (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--records",
      paramLabel = "N",
      description =
          "How many inputs to make for each pipeline that has no file. Default: "
              + DEFAULT_RECORDS
              + " if there is no file at all, else 0.")
  private @Nullable Integer records;

  /// The inputs of the three pipelines.
  record Inputs(Input<ScoreChange> scores, Input<ReadingInput> readings, Input<TripInput> trips) {}

  /// @throws UsageException if an option cannot be
  /// @throws dev.millrace.cli.input.InputException if a file cannot be read
  Inputs inputs() {
    if (records != null && records < 0) {
      throw new UsageException("--records must be 0 or more, was " + records);
    }
    return new Inputs(
        input(scores, ScoreFile::of, count -> new GeneratedScores(seed, count)),
        input(readings, ReadingFile::of, count -> new GeneratedReadings(seed, count)),
        input(trips, TripFile::of, count -> new GeneratedTrips(seed, count)));
  }

  private <T> Input<T> input(
      @Nullable Path file, Function<Path, Input<T>> reader, IntFunction<Input<T>> generator) {
    if (file != null) {
      return reader.apply(file);
    }
    var count = generated();
    return count == 0 ? Input.none() : generator.apply(count);
  }

  private int generated() {
    if (records != null) {
      return records;
    }
    return scores == null && readings == null && trips == null ? DEFAULT_RECORDS : 0;
  }
}
