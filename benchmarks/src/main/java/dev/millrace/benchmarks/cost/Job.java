package dev.millrace.benchmarks.cost;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// A function that is given work to be counted.
///
/// @param batch records of an invocation
/// @param window how many invocations a tumbling window has besides the final one; 0 for none
/// @param event makes an event from where the window stands
record Job(
    String name,
    String module,
    String handler,
    Map<String, String> settings,
    int batch,
    int window,
    BiFunction<Events, Place, byte[]> event) {

  /// Where a tumbling window stands.
  ///
  /// @param state what the function last answered, JSON
  /// @param last whether the window ends now
  record Place(String state, boolean last) {

    static final Place START = new Place("{}", false);
  }

  static final String SCORES = "scores, exactly once";
  static final String SCORES_AT_LEAST_ONCE = "scores, at least once";
  static final String SCORES_ONE_BY_ONE = "scores, at least once, a user each";
  static final String LOGGER = "logger, batches of 5";
  static final String LOGGER_500 = "logger, batches of 500";
  static final String PERSISTER = "persister";
  static final String FLEET_WINDOWS = "fleet windows";
  static final String FORWARDER = "forwarder, packed";
  static final String FORWARDER_UNPACKED = "forwarder, unpacked";
  static final String VENDOR_WINDOWS = "vendor windows";

  private static final int USERS = 40;

  /// Those of `template.yaml`, and what they would be otherwise.
  static final List<Job> ALL =
      List.of(
          scores(SCORES, "exactly-once", USERS),
          scores(SCORES_AT_LEAST_ONCE, "at-least-once", USERS),
          scores(SCORES_ONE_BY_ONE, "at-least-once", 100),
          logger(LOGGER, 5),
          logger(LOGGER_500, 500),
          new Job(
              PERSISTER,
              "sensor-persister",
              "dev.millrace.sensor.SensorPersisterHandler",
              Map.of("TABLE_NAME", "UnicornSensorData"),
              100,
              0,
              (events, _) -> events.readings(100)),
          new Job(
              FLEET_WINDOWS,
              "window-aggregator",
              "dev.millrace.window.WindowAggregatorHandler",
              Map.of(
                  "TABLE_NAME",
                  "UnicornAggregation",
                  "KEY_FIELD",
                  "Name",
                  "KEY_ATTRIBUTE",
                  "name",
                  "KEY_TYPE",
                  "S",
                  "SUM",
                  "Distance:distance",
                  "MIN",
                  "MagicPoints:minMagicPoints,HealthPoints:minHealthPoints",
                  "MAX",
                  "MagicPoints:maxMagicPoints,HealthPoints:maxHealthPoints"),
              500,
              60,
              (events, place) ->
                  events.readings(place.last() ? 0 : 500, place.state(), place.last())),
          forwarder(FORWARDER, "lines"),
          forwarder(FORWARDER_UNPACKED, "none"),
          new Job(
              VENDOR_WINDOWS,
              "window-aggregator",
              "dev.millrace.window.WindowAggregatorHandler",
              Map.of(
                  "TABLE_NAME",
                  "kinesisAggs",
                  "KEY_FIELD",
                  "vendorId",
                  "KEY_ATTRIBUTE",
                  "vendorId",
                  "KEY_TYPE",
                  "N",
                  "SUM",
                  "passengerCount:passenger",
                  "ONLY",
                  "type=trip"),
              1000,
              15,
              (events, place) ->
                  events.trips(place.last() ? 0 : 1000, place.state(), place.last())));

  private static Job scores(String name, String delivery, int users) {
    return new Job(
        name,
        "score-aggregator",
        "dev.millrace.score.ScoreAggregatorHandler",
        Map.of(
            "TOTALS_TABLE",
            "GameScoresByUser",
            "LEDGER_TABLE",
            "GameScoreLedger",
            "DELIVERY",
            delivery,
            "SCORE_STREAM",
            "Lab-stream"),
        100,
        0,
        (events, _) -> events.scores(100, users));
  }

  private static Job logger(String name, int batch) {
    return new Job(
        name,
        "kinesis-logger",
        "dev.millrace.logger.KinesisLoggerHandler",
        Map.of(),
        batch,
        0,
        (events, _) -> events.scoreEvents(batch));
  }

  private static Job forwarder(String name, String packing) {
    return new Job(
        name,
        "firehose-forwarder",
        "dev.millrace.forwarder.FirehoseForwarderHandler",
        Map.of("DELIVERY_STREAM_NAME", "nyc-taxi-trips", "PACKING", packing),
        100,
        0,
        (events, _) -> events.trips(100));
  }
}
