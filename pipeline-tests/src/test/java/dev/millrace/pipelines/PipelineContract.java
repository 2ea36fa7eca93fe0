package dev.millrace.pipelines;

import static dev.millrace.pipelines.Pipelines.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the three pipelines promise, whatever they run on. Tests share a deployment but no user, no
/// unicorn and no vendor.
@TestInstance(Lifecycle.PER_CLASS)
abstract class PipelineContract {

  /// For checks that need no particular parameters.
  static final Map<String, String> USUAL = Map.of("FleetShards", "2");

  private static final int NOT_JSON = -1;

  private final Map<Map<String, String>, Pipelines> deployed = new ConcurrentHashMap<>();
  private final Run run;

  PipelineContract(Run run) {
    this.run = run;
  }

  /// Whose data it is.
  Run run() {
    return run;
  }

  /// The template deployed with these parameters; aborts the test, with a reason, if there can be
  /// no such deployment.
  abstract Backend deploy(Map<String, String> parameters);

  private Pipelines pipelines(Map<String, String> parameters) {
    return deployed.computeIfAbsent(parameters, wanted -> new Pipelines(deploy(wanted)));
  }

  private Pipelines pipelines() {
    return pipelines(USUAL);
  }

  private static void needs(Pipelines pipelines, Ability ability) {
    pipelines.backend().lacks(ability).ifPresent(Assumptions::abort);
  }

  private static boolean can(Pipelines pipelines, Ability ability) {
    return pipelines.backend().lacks(ability).isEmpty();
  }

  @AfterAll
  void close() {
    deployed.values().forEach(pipelines -> pipelines.backend().close());
  }

  @Test
  void aScoreChangesItsUsersTotalAndReachesTheLogAndTheBucket() {
    var game = pipelines();
    var jane = run.name("Jane Doe");

    game.putScore(run.number(101), jane, 100);
    game.putScore(run.number(102), jane, 20);

    game.backend()
        .eventually(() -> {
          assertThat(game.total(jane)).contains(new BigDecimal("120"));
          assertThat(game.logEvents("ProcessKinesisRecords", "record"))
              .extracting(line -> line.path("payload"))
              .filteredOn(event -> event.path("username").asString("").equals(jane))
              .extracting(event -> event.path("score").asInt())
              .containsExactlyInAnyOrder(100, 20);
          assertThat(game.deliveredValues("score-logs/"))
              .filteredOn(event -> event.path("username").asString("").equals(jane))
              .extracting(event -> event.path("score").asInt())
              .containsExactlyInAnyOrder(100, 20);
        });
    assertThat(game.failures("PipelineFailures")).isEmpty();
  }

  @Test
  void aChangedScoreCountsByItsDifferenceAndADeletedOneIsTakenBack() {
    var game = pipelines();
    var ann = run.name("Ann");
    var bob = run.name("Bob");
    var cid = run.name("Cid");

    game.putScore(run.number(201), ann, 50);
    game.putScore(run.number(202), ann, 7);
    game.putScore(run.number(201), ann, 80);
    game.putScore(run.number(203), bob, 5);
    game.putScore(run.number(203), cid, 6);
    game.deleteScore(run.number(202));

    game.backend()
        .eventually(() -> {
          assertThat(game.total(ann)).contains(new BigDecimal("80"));
          assertThat(game.total(bob).orElse(BigDecimal.ZERO)).isZero();
          assertThat(game.total(cid)).contains(new BigDecimal("6"));
        });
  }

  @Test
  void twentyReadingsBecomeTwentyItems() {
    var fleet = pipelines();
    var twenty = run.name("Twenty");

    for (var second = 0; second < 20; second++) {
      fleet.putReading(twenty, second);
    }

    fleet.backend().eventually(() -> assertThat(fleet.itemsOf(twenty)).isEqualTo(20));
  }

  @Test
  void everyReadingIsArchivedByteForByte() {
    var fleet = pipelines();
    var archive = run.name("Archive");

    fleet.putReading(archive, 1);
    fleet.putReading(archive, 2);

    fleet
        .backend()
        .eventually(() ->
            assertThat(String.join("", fleet.objects("wildrydes/").values()))
                .contains(reading(archive, 1), reading(archive, 2)));
  }

  @Test
  void everyArchivedReadingHasALineOfItsOwn() {
    var fleet = pipelines();
    needs(fleet, Ability.DELIMITERS);
    var lines = run.name("Lines");

    fleet.putReading(lines, 1);
    fleet.putReading(lines, 2);

    fleet
        .backend()
        .eventually(() ->
            assertThat(fleet.deliveredLines("wildrydes/"))
                .contains(reading(lines, 1), reading(lines, 2)));
  }

  @Test
  void objectsOfTheArchiveLieUnderTheirHour() {
    var fleet = pipelines();
    needs(fleet, Ability.PREFIXES);

    fleet.putReading(run.name("Hours"), 1);

    fleet
        .backend()
        .eventually(() ->
            assertThat(fleet.files("wildrydes/").keySet())
                .isNotEmpty()
                .allMatch(key -> key.matches("wildrydes/\\d{4}/\\d\\d/\\d\\d/\\d\\d/[^/]+")));
  }

  /// Twenty good readings, then a batch of nine with one that can never be read.
  private String twentyAndNine(Pipelines fleet, int bad) {
    var name = run.name("Shadowfax");
    for (var second = 0; second < 20; second++) {
      fleet.putReading(name, second);
    }
    fleet.backend().eventually(() -> assertThat(fleet.itemsOf(name)).isEqualTo(20));
    for (var position = 1; position <= 9; position++) {
      fleet.put(
          "WildrydesStream",
          name,
          position == bad ? "InputData: error" : reading(name, 100 + position));
    }
    return name;
  }

  private static Map<String, String> workshop(String bisect, String failures, String poison) {
    return Map.of(
        "SensorBatchSize", "10",
        "SensorBatchingWindow", "15",
        "SensorRetries", "2",
        "SensorMaximumAge", "60",
        "SensorBisect", bisect,
        "SensorFailures", failures,
        "Poison", poison);
  }

  @Test
  void withPlainRetriesOneBadReadingHoldsUpItsBatchAndGoesToTheQueueWithIt() {
    var fleet = pipelines(workshop("false", "throw", "fail"));

    var name = twentyAndNine(fleet, 3);

    fleet
        .backend()
        .eventually(() -> assertThat(fleet.failures("WildrydesQueue")).hasSizeGreaterThan(0));
    assertThat(fleet.itemsOf(name)).isEqualTo(20);
    var failures = fleet.failures("WildrydesQueue");
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst().at("/KinesisBatchInfo/batchSize").asInt(NOT_JSON)).isEqualTo(9);
    assertThat(failures.getFirst().at("/requestContext/approximateInvokeCount").asInt(NOT_JSON))
        .isEqualTo(3);
    assertThat(failures.getFirst().at("/requestContext/condition").asString("none"))
        .isEqualTo("RetryAttemptsExhausted");
  }

  @Test
  void withBisectOnlyTheBadReadingGoesToTheQueue() {
    var fleet = pipelines(workshop("true", "throw", "fail"));

    var name = twentyAndNine(fleet, 3);

    fleet
        .backend()
        .eventually(() -> {
          assertThat(fleet.itemsOf(name)).isEqualTo(28);
          assertThat(fleet.failures("WildrydesQueue"))
              .extracting(message -> message.at("/KinesisBatchInfo/batchSize").asInt(NOT_JSON))
              .containsExactly(1);
        });
  }

  @Test
  void withReportedFailuresWhatCameBeforeTheBadReadingIsNotDeliveredAgain() {
    var fleet = pipelines(workshop("false", "report", "fail"));

    var name = twentyAndNine(fleet, 5);

    fleet
        .backend()
        .eventually(() -> {
          assertThat(fleet.failures("WildrydesQueue"))
              .extracting(message -> message.at("/KinesisBatchInfo/batchSize").asInt(NOT_JSON))
              .containsExactly(5);
          assertThat(fleet.logEvents("WildRydesStreamProcessor", "batch"))
              .extracting(line -> line.path("records").asInt(NOT_JSON))
              .endsWith(9, 5, 5, 5);
        });
    assertThat(fleet.itemsOf(name)).isEqualTo(24);
  }

  @Test
  void withAQuarantineTheBadReadingIsSetAsideAsSentAndTheRestIsStored() {
    var fleet = pipelines(workshop("false", "report", "quarantine"));

    var name = twentyAndNine(fleet, 5);

    fleet
        .backend()
        .eventually(() -> {
          assertThat(fleet.itemsOf(name)).isEqualTo(28);
          assertThat(fleet.setAside("WildRydesStreamProcessor"))
              .hasSize(1)
              .allSatisfy((key, data) -> {
                assertThat(key).matches("[^/]+/[^/]+/shardId-[0-9]{12}/[0-9]+-0");
                assertThat(key)
                    .startsWith(
                        fleet.backend().ref("WildRydesStreamProcessor")
                            + "/"
                            + fleet.backend().ref("WildrydesStream")
                            + "/");
                assertThat(data).isEqualTo("InputData: error");
              });
        });
    assertThat(fleet.failures("WildrydesQueue")).isEmpty();
  }

  @Test
  void windowsAddUpEveryNameOnEveryShard() {
    var fleet = pipelines();
    var names = onTwoShards(fleet);
    var one = names.getFirst();
    var other = names.getLast();

    for (var second = 0; second < 30; second++) {
      fleet.putReading(one, second);
      if (second % 2 == 0) {
        fleet.putReading(other, second);
      }
    }

    fleet
        .backend()
        .eventually(() -> {
          assertThat(
                  sum(fleet, "UnicornAggregation", "name", AttributeValue.fromS(one), "distance"))
              .isEqualByComparingTo(BigDecimal.valueOf(30 * 175));
          assertThat(
                  sum(fleet, "UnicornAggregation", "name", AttributeValue.fromS(other), "distance"))
              .isEqualByComparingTo(BigDecimal.valueOf(15 * 175));
        });
    assertThat(fleet.items("UnicornAggregation", "name", AttributeValue.fromS(one)))
        .allSatisfy(window -> assertThat(window.text("windowStart")).endsWith(":00Z"));
  }

  /// Two unicorns whose readings go to different shards.
  private List<String> onTwoShards(Pipelines fleet) {
    if (fleet.shards("WildrydesStream").size() < 2) {
      Assumptions.abort("needs two shards, FleetShards=2");
    }
    var byShard = new TreeMap<String, String>();
    for (var number = 1; byShard.size() < 2; number++) {
      var name = run.name("Rocinante" + number);
      byShard.put(fleet.shardOf("WildrydesStream", name), name);
    }
    return List.copyOf(byShard.values());
  }

  private static BigDecimal sum(
      Pipelines fleet, String table, String key, AttributeValue value, String attribute) {
    return fleet.items(table, key, value).stream()
        .map(item -> item.number(attribute))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void tripsAreDeliveredAndSpuriousOnesLeftOut() {
    var taxi = pipelines();
    var vendor = run.number(7);

    taxi.put("TaxiStream", "1", trip(1, "trip", vendor, -73.98, 40.75, 2));
    taxi.put("TaxiStream", "2", trip(2, "trip", vendor, 0, 40.75, 3));
    taxi.put("TaxiStream", "3", trip(3, "ping", vendor, -73.98, 40.75, 4));
    taxi.put("TaxiStream", "4", "not a trip at all");
    taxi.put("TaxiStream", "5", trip(5, "trip", vendor, -73.91, 40.71, 5));

    taxi.backend()
        .eventually(() ->
            assertThat(delivered(taxi, vendor))
                .containsExactlyInAnyOrder(
                    List.of("1", String.valueOf(vendor), "2", "-73.98"),
                    List.of("5", String.valueOf(vendor), "5", "-73.91")));
    assertThat(taxi.files("nyctaxitripserror/")).isEmpty();
  }

  private static List<List<String>> delivered(Pipelines taxi, int vendor) {
    var rows =
        can(taxi, Ability.PARQUET)
            ? taxi.deliveredRows(
                "nyctaxitrips/", "trip_id, vendor_id, passenger_count, pickup_longitude")
            : taxi.deliveredValues("nyctaxitrips/").stream()
                .map(trip ->
                    List.of(
                        trip.path("trip_id").asString(),
                        trip.path("vendorId").asString(),
                        trip.path("passengerCount").asString(),
                        trip.path("pickup_longitude").asString()))
                .toList();
    return rows.stream().filter(row -> row.get(1).equals(String.valueOf(vendor))).toList();
  }

  @Test
  void tripsBecomeParquetFilesUnderTheirHour() {
    var taxi = pipelines();
    needs(taxi, Ability.PARQUET);
    var vendor = run.number(8);

    taxi.put("TaxiStream", "1", trip(1, "trip", vendor, -73.98, 40.75, 2));

    taxi.backend()
        .eventually(() ->
            assertThat(taxi.files("nyctaxitrips/").keySet())
                .isNotEmpty()
                .allMatch(key ->
                    key.matches(
                        "nyctaxitrips/year=\\d{4}/month=\\d\\d/day=\\d\\d/hour=\\d\\d/.+\\.parquet")));
  }

  @Test
  void passengersAreAddedUpByVendor() {
    var taxi = pipelines();
    var vendor = run.number(9);

    taxi.put("TaxiStream", "1", trip(1, "trip", vendor, -73.98, 40.75, 2));
    taxi.put("TaxiStream", "2", trip(2, "trip", vendor, 0, 40.75, 3));
    taxi.put("TaxiStream", "3", trip(3, "ping", vendor, -73.98, 40.75, 4));
    taxi.put("TaxiStream", "5", trip(5, "trip", vendor, -73.91, 40.71, 5));

    taxi.backend()
        .eventually(() ->
            assertThat(
                    sum(
                        taxi,
                        "KinesisAggs",
                        "vendorId",
                        AttributeValue.fromN(String.valueOf(vendor)),
                        "passenger"))
                .isEqualByComparingTo(BigDecimal.valueOf(2 + 3 + 5)));
  }

  static String trip(
      int id, String type, int vendor, double longitude, double latitude, int people) {
    JsonNode trip =
        JsonMapper.shared()
            .createObjectNode()
            .put("type", type)
            .put("trip_id", id)
            .put("vendorId", vendor)
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
