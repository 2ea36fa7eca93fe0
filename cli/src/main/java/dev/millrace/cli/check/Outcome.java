package dev.millrace.cli.check;

import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.aws.Bucket;
import dev.millrace.cli.aws.ParquetRows;
import dev.millrace.cli.aws.Queue;
import dev.millrace.cli.aws.SearchIndex;
import dev.millrace.cli.aws.Table;
import dev.millrace.cli.input.ReadingInput;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pipelines' checks, filled from a stack that has come to rest.
///
/// @param scores what is checked of the game scores
/// @param readings what is checked of the unicorn fleet
/// @param summaries what is checked of Flink's sums, if there are any
/// @param trips what is checked of the taxi trips
public record Outcome(
    ScoreCheck scores, ReadingCheck readings, Optional<SummaryCheck> summaries, TripCheck trips) {

  /// Nothing is expected yet.
  ///
  /// @param summed whether Flink sums readings up
  public static Outcome empty(boolean summed) {
    return new Outcome(
        new ScoreCheck(),
        new ReadingCheck(),
        summed ? Optional.of(new SummaryCheck()) : Optional.empty(),
        new TripCheck());
  }

  /// Notes a reading that is going to be sent.
  public void expect(ReadingInput reading) {
    readings.expect(reading);
    summaries.ifPresent(check -> check.expect(reading));
  }

  /// Reads everything that came out.
  ///
  /// @param deliveryBucket where the delivery streams write
  /// @param quarantineBucket where poison is set aside; empty if it goes to the failure queue
  /// @param scoreSearch has the index of score events; empty if there is none
  /// @param logged how many score events the logger logged
  public List<Section> read(
      AwsClients clients,
      String deliveryBucket,
      Optional<String> quarantineBucket,
      Optional<URI> scoreSearch,
      long logged) {
    var bucket = new Bucket(clients.s3(), deliveryBucket);
    readScores(clients, bucket, logged);
    scoreSearch.ifPresent(this::readScoreIndex);
    readReadings(clients, bucket);
    quarantineBucket.ifPresent(name -> readQuarantine(new Bucket(clients.s3(), name)));
    readTrips(clients, bucket);
    var sections = new ArrayList<Section>();
    sections.add(scores.section());
    sections.add(readings.section());
    summaries.ifPresent(check -> sections.add(check.section()));
    sections.add(trips.section());
    sections.add(Leftovers.read(clients, bucket));
    return sections;
  }

  /// The index of score events.
  public static SearchIndex scoreIndex(URI search) {
    return new SearchIndex(search, "score-logs");
  }

  private void readScores(AwsClients clients, Bucket bucket, long logged) {
    new Table(clients.dynamo(), "GameScoresByUser").forEach(scores::foundTotal);
    scores.foundObjects(bucket.forEachLine("score-logs/", scores::foundEvent));
    scores.foundLogged(logged);
  }

  private void readScoreIndex(URI search) {
    scores.expectIndex();
    scoreIndex(search).forEachDocument(scores::foundDocument);
  }

  private void readReadings(AwsClients clients, Bucket bucket) {
    new Table(clients.dynamo(), "UnicornSensorData").forEach(readings::foundItem);
    new Table(clients.dynamo(), "UnicornAggregation").forEach(readings::foundWindow);
    readings.foundObjects(bucket.forEachLine("wildrydes/", readings::foundLine));
    new Queue(clients.sqs(), "wildrydes-queue").bodies().forEach(readings::foundFailure);
  }

  private void readQuarantine(Bucket quarantine) {
    readings.expectQuarantine();
    quarantine.forEachFile("WildRydesStreamProcessor/", readings::foundPoison);
  }

  private void readTrips(AwsClients clients, Bucket bucket) {
    new Table(clients.dynamo(), "kinesisAggs").forEach(trips::foundWindow);
    try (var rows = ParquetRows.open()) {
      trips.foundObjects(bucket.forEachFile("nyctaxitrips/", file -> trips.foundFile(rows, file)));
    }
  }
}
