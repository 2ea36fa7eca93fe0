package dev.millrace.pipelines;

import static dev.millrace.pipelines.Pipelines.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.core.SdkBytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the three pipelines promise, whatever they run on. Tests share a deployment but no user, no
/// unicorn and no vendor.
@TestInstance(Lifecycle.PER_CLASS)
abstract class PipelineContract {

  private static final int NOT_JSON = -1;

  private final Map<Map<String, String>, Backend> deployed = new HashMap<>();

  /// Deploys the template with these parameters.
  abstract Backend deploy(Map<String, String> parameters);

  private Pipelines pipelines(Map<String, String> parameters) {
    return new Pipelines(deployed.computeIfAbsent(parameters, this::deploy));
  }

  private Pipelines pipelines() {
    return pipelines(Map.of("FleetShards", "2"));
  }

  @AfterAll
  void close() {
    deployed.values().forEach(Backend::close);
  }

  @Test
  void aScoreChangesItsUsersTotalAndReachesTheLogAndTheBucket() {
    var game = pipelines();

    game.putScore(101, "Jane Doe", 100);
    game.putScore(102, "Jane Doe", 20);
    game.backend().settle();

    assertThat(game.total("Jane Doe")).contains(new BigDecimal("120"));
    assertThat(game.logEvents("ProcessKinesisRecords", "record"))
        .extracting(line -> line.path("payload"))
        .filteredOn(event -> event.path("username").asString("").equals("Jane Doe"))
        .extracting(event -> event.path("score").asInt())
        .containsExactlyInAnyOrder(100, 20);
    assertThat(game.deliveredLines("score-logs/"))
        .filteredOn(event -> event.path("username").asString("").equals("Jane Doe"))
        .extracting(event -> event.path("score").asInt())
        .containsExactlyInAnyOrder(100, 20);
    assertThat(game.takeFailures("pipeline-failures")).isEmpty();
  }

  @Test
  void aChangedScoreCountsByItsDifferenceAndADeletedOneIsTakenBack() {
    var game = pipelines();

    game.putScore(201, "Ann", 50);
    game.putScore(202, "Ann", 7);
    game.putScore(201, "Ann", 80);
    game.putScore(203, "Bob", 5);
    game.putScore(203, "Cid", 6);
    game.deleteScore(202);
    game.backend().settle();

    assertThat(game.total("Ann")).contains(new BigDecimal("80"));
    assertThat(game.total("Bob").orElse(BigDecimal.ZERO)).isZero();
    assertThat(game.total("Cid")).contains(new BigDecimal("6"));
  }

  @Test
  void twentyReadingsBecomeTwentyItems() {
    var fleet = pipelines();

    for (var second = 0; second < 20; second++) {
      fleet.putReading("Twenty", second);
    }
    fleet.backend().settle();

    assertThat(fleet.itemsOf("Twenty")).isEqualTo(20);
  }

  @Test
  void everyReadingIsArchivedByteForByte() {
    var fleet = pipelines();

    fleet.putReading("Archive", 1);
    fleet.putReading("Archive", 2);
    fleet.backend().settle();

    assertThat(String.join("", fleet.objects("wildrydes/").values()))
        .contains(reading("Archive", 1) + "\n", reading("Archive", 2) + "\n");
  }

  /// Twenty good readings, then a batch of nine with one that can never be read.
  private static void twentyAndNine(Pipelines fleet, int bad) {
    for (var second = 0; second < 20; second++) {
      fleet.putReading("Shadowfax", second);
    }
    fleet.backend().settle();
    for (var position = 1; position <= 9; position++) {
      fleet.put(
          "wildrydes",
          "Shadowfax",
          position == bad ? "InputData: error" : reading("Shadowfax", 100 + position));
    }
    fleet.backend().settle();
  }

  private static Map<String, String> workshop(String bisect, String failures) {
    return Map.of(
        "SensorBatchSize", "10",
        "SensorBatchingWindow", "15",
        "SensorRetries", "2",
        "SensorMaximumAge", "60",
        "SensorBisect", bisect,
        "SensorFailures", failures);
  }

  @Test
  void withPlainRetriesOneBadReadingHoldsUpItsBatchAndGoesToTheQueueWithIt() {
    var fleet = pipelines(workshop("false", "throw"));

    twentyAndNine(fleet, 3);

    assertThat(fleet.items("UnicornSensorData")).hasSize(20);
    var failures = fleet.takeFailures("wildrydes-queue");
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst().at("/KinesisBatchInfo/batchSize").asInt(NOT_JSON)).isEqualTo(9);
    assertThat(failures.getFirst().at("/requestContext/approximateInvokeCount").asInt(NOT_JSON))
        .isEqualTo(3);
    assertThat(failures.getFirst().at("/requestContext/condition").asString("none"))
        .isEqualTo("RetryAttemptsExhausted");
  }

  @Test
  void withBisectOnlyTheBadReadingGoesToTheQueue() {
    var fleet = pipelines(workshop("true", "throw"));

    twentyAndNine(fleet, 3);

    assertThat(fleet.items("UnicornSensorData")).hasSize(28);
    assertThat(fleet.takeFailures("wildrydes-queue"))
        .extracting(message -> message.at("/KinesisBatchInfo/batchSize").asInt(NOT_JSON))
        .containsExactly(1);
  }

  @Test
  void withReportedFailuresWhatCameBeforeTheBadReadingIsNotDeliveredAgain() {
    var fleet = pipelines(workshop("false", "report"));

    twentyAndNine(fleet, 5);

    assertThat(fleet.items("UnicornSensorData")).hasSize(24);
    assertThat(fleet.logEvents("WildRydesStreamProcessor", "batch"))
        .extracting(line -> line.path("records").asInt(NOT_JSON))
        .endsWith(9, 5, 5, 5);
    assertThat(fleet.takeFailures("wildrydes-queue"))
        .extracting(message -> message.at("/KinesisBatchInfo/batchSize").asInt(NOT_JSON))
        .containsExactly(5);
  }

  @Test
  void withAQuarantineTheBadReadingIsSetAsideAsSentAndTheRestIsStored() {
    var settings = new HashMap<>(workshop("false", "report"));
    settings.put("Poison", "quarantine");
    var fleet = pipelines(settings);

    twentyAndNine(fleet, 5);

    assertThat(fleet.items("UnicornSensorData")).hasSize(28);
    assertThat(fleet.takeFailures("wildrydes-queue")).isEmpty();
    assertThat(fleet.setAside("WildRydesStreamProcessor"))
        .hasSize(1)
        .allSatisfy((key, data) -> {
          assertThat(key).matches("WildRydesStreamProcessor/wildrydes/shardId-[0-9]{12}/[0-9]+-0");
          assertThat(data).isEqualTo("InputData: error");
        });
  }

  @Test
  void windowsAddUpEveryNameOnEveryShard() {
    var fleet = pipelines();

    for (var second = 0; second < 30; second++) {
      fleet.putReading("Rocinante", second);
      if (second % 2 == 0) {
        fleet.putReading("Shadowfax", second);
      }
    }
    fleet.backend().settle();

    assertThat(shard(fleet, "Rocinante")).isNotEqualTo(shard(fleet, "Shadowfax"));
    assertThat(sum(fleet, "UnicornAggregation", "name", "Rocinante", "distance"))
        .isEqualByComparingTo(BigDecimal.valueOf(30 * 175));
    assertThat(sum(fleet, "UnicornAggregation", "name", "Shadowfax", "distance"))
        .isEqualByComparingTo(BigDecimal.valueOf(15 * 175));
    assertThat(fleet.items("UnicornAggregation"))
        .allSatisfy(window -> assertThat(window.text("windowStart")).endsWith(":00Z"));
  }

  private static String shard(Pipelines fleet, String name) {
    return fleet
        .backend()
        .kinesis()
        .putRecord(put ->
            put.streamName("wildrydes")
                .partitionKey(name)
                .data(SdkBytes.fromUtf8String(reading(name, 9999))))
        .shardId();
  }

  private static BigDecimal sum(
      Pipelines fleet, String table, String key, String name, String attribute) {
    return fleet.items(table).stream()
        .filter(item -> item.text(key).equals(name))
        .map(item -> item.number(attribute))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void tripsAreDeliveredAndSpuriousOnesLeftOut() {
    var taxi = pipelines();

    taxi.put("nyc-taxi-trips", "1", trip(1, "trip", -73.98, 40.75, 2));
    taxi.put("nyc-taxi-trips", "2", trip(2, "trip", 0, 40.75, 3));
    taxi.put("nyc-taxi-trips", "3", trip(3, "ping", -73.98, 40.75, 4));
    taxi.put("nyc-taxi-trips", "4", "not a trip at all");
    taxi.put("nyc-taxi-trips", "5", trip(5, "trip", -73.91, 40.71, 5));
    taxi.backend().settle();

    assertThat(
            taxi.deliveredRows(
                "nyctaxitrips/", "trip_id, vendor_id, passenger_count, pickup_longitude"))
        .containsExactlyInAnyOrder(
            List.of("1", "7", "2", "-73.98"), List.of("5", "7", "5", "-73.91"));
    assertThat(taxi.files("nyctaxitrips/").keySet())
        .allMatch(key ->
            key.matches(
                "nyctaxitrips/year=\\d{4}/month=\\d\\d/day=\\d\\d/hour=\\d\\d/.+\\.parquet"));
    assertThat(taxi.files("nyctaxitripserror/")).isEmpty();
    assertThat(sum(taxi, "kinesisAggs", "vendorId", "7", "passenger"))
        .isEqualByComparingTo(BigDecimal.valueOf(2 + 3 + 5));
  }

  static String trip(int id, String type, double longitude, double latitude, int people) {
    JsonNode trip =
        JsonMapper.shared()
            .createObjectNode()
            .put("type", type)
            .put("trip_id", id)
            .put("vendorId", 7)
            .put("pickup_longitude", longitude)
            .put("pickup_latitude", latitude)
            .put("dropoff_longitude", -73.97)
            .put("dropoff_latitude", 40.76)
            .put("trip_distance", 1.5)
            .put("passengerCount", people)
            .put("pickup_datetime", "2015-01-15 19:05:39")
            .put("dropoff_datetime", "2015-01-15 19:23:42")
            .put("total_amount", 17.05);
    return trip.toString();
  }
}
