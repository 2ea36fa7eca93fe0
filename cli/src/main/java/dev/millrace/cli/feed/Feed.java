package dev.millrace.cli.feed;

import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.input.Malformed;
import dev.millrace.cli.input.ReadingInput;
import dev.millrace.cli.input.ScoreChange;
import dev.millrace.cli.input.TripInput;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Feeds the three pipelines at once.
public final class Feed {

  /// The table of game scores.
  public static final String SCORE_TABLE = "GameScoreRecords";

  /// The stream of the fleet.
  public static final String READING_STREAM = "wildrydes";

  /// The stream of taxi trips.
  public static final String TRIP_STREAM = "nyc-taxi-trips";

  private final AwsClients clients;
  private final Consumer<Malformed> malformed;
  private final Backoff.Pause pause;

  private final Progress scores = new Progress();
  private final Progress readings = new Progress();
  private final Progress trips = new Progress();

  /// @param malformed gets every line that cannot be read, from several threads
  public Feed(AwsClients clients, Consumer<Malformed> malformed) {
    this(clients, malformed, Backoff.Pause.sleeping());
  }

  Feed(AwsClients clients, Consumer<Malformed> malformed, Backoff.Pause pause) {
    this.clients = clients;
    this.malformed = malformed;
    this.pause = pause;
  }

  /// What goes into one pipeline.
  ///
  /// @param seen is shown every input before it is sent
  public record Lane<T>(Input<T> input, Consumer<? super T> seen) {}

  /// Returns when the stack has taken everything.
  ///
  /// @throws FeedException if it does not take something, or a file can no longer be read
  public void run(
      Lane<ScoreChange> scoreLane, Lane<ReadingInput> readingLane, Lane<TripInput> tripLane)
      throws InterruptedException {
    all(
        List.of(
            () -> feedScores(scoreLane),
            () -> feedReadings(readingLane),
            () -> feedTrips(tripLane)));
  }

  private static void all(List<Callable<Progress>> feeders) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ExecutorCompletionService<Progress>(threads);
      feeders.forEach(running::submit);
      try {
        for (var _ : feeders) {
          running.take().get().finish();
        }
      } catch (ExecutionException e) {
        throw failure(e);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static FeedException failure(ExecutionException e) {
    return e.getCause() instanceof FeedException known
        ? known
        : new FeedException("the input could not be fed: " + e.getMessage(), e);
  }

  private Progress feedScores(Lane<ScoreChange> lane) throws IOException {
    var feeder = new ScoreFeeder(clients.dynamo(), SCORE_TABLE, scores, pause);
    pass(lane, scores, feeder::send);
    feeder.flush();
    return scores;
  }

  private Progress feedReadings(Lane<ReadingInput> lane) throws IOException {
    var feeder = new StreamFeeder(clients.kinesis(), READING_STREAM, readings, pause);
    pass(
        lane,
        readings,
        reading -> feeder.send(reading.partitionKey(), reading.data(), reading.identity()));
    feeder.flush();
    return readings;
  }

  private Progress feedTrips(Lane<TripInput> lane) throws IOException {
    var feeder = new StreamFeeder(clients.kinesis(), TRIP_STREAM, trips, pause);
    pass(lane, trips, trip -> feeder.send(Long.toString(trip.tripId()), trip.json(), null));
    feeder.flush();
    return trips;
  }

  private <T> void pass(Lane<T> lane, Progress progress, Consumer<? super T> sender)
      throws IOException {
    lane.input()
        .forEach(
            input -> {
              lane.seen().accept(input);
              sender.accept(input);
            },
            line -> {
              progress.malformedLine();
              malformed.accept(line);
            });
  }

  /// How far the scores are.
  public Progress scores() {
    return scores;
  }

  /// How far the readings are.
  public Progress readings() {
    return readings;
  }

  /// How far the trips are.
  public Progress trips() {
    return trips;
  }
}
