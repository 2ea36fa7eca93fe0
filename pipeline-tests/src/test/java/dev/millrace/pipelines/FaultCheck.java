package dev.millrace.pipelines;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.millrace.pipelines.FaultSchedule.Message;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What must be true after a schedule, whatever went wrong: each record has its effect or is in a
/// failure queue, and what is promised to count once counts once.
final class FaultCheck {

  private final FaultSchedule schedule;
  private final Pipelines pipelines;
  private final GivenUp givenUp;
  private final long injected;
  private final List<String> violations = new ArrayList<>();

  /// @param injected how many faults were
  FaultCheck(FaultSchedule schedule, Pipelines pipelines, GivenUp givenUp, long injected) {
    this.schedule = schedule;
    this.pipelines = pipelines;
    this.givenUp = givenUp;
    this.injected = injected;
  }

  /// What is not as it must be; empty if everything is.
  List<String> violations() {
    checkScores();
    checkEvents();
    checkReadings();
    checkArchive();
    checkTrips();
    checkWindows("UnicornAggregation", "name", "distance", "wildrydes", "WildRydesAggregator");
    checkWindows(
        "KinesisAggs", "vendorId", "passenger", "nyc-taxi-trips", "kinesisLambdaConsumer01");
    return violations;
  }

  private void violated(String what) {
    violations.add(what);
  }

  // ---- game scores

  private void checkScores() {
    var lost = givenUp.of("AggregateScoresByUser");
    schedule
        .scores()
        .forEach((user, changes) -> {
          var total = pipelines.total(user).orElse(BigDecimal.ZERO);
          for (var change : changes) {
            var times = Digits.times(total, change.number());
            var isLost = lost.contains(text(change));
            if (isLost ? times > 1 : times != 1) {
              violated(
                  "score %s counts %d times, given up: %s (total of %s is %s)"
                      .formatted(text(change), times, isLost, user, total));
            }
          }
        });
    for (var step : schedule.steps()) {
      if (step instanceof FaultSchedule.PoisonScore(var record)
          && !lost.contains(GivenUp.change(record, "many"))) {
        violated("poison score %d is in no failure message".formatted(record));
      }
    }
  }

  private static String text(FaultSchedule.Score change) {
    return GivenUp.change(change.record(), change.score().toPlainString());
  }

  /// Each change at least once on the score stream, and so in the bucket and in the log.
  private void checkEvents() {
    var lost = givenUp.of("AggregateScoresByUser");
    var lines = pipelines.deliveredValues("score-logs/");
    var delivered = lines.stream().collect(groupingBy(FaultCheck::event, counting()));
    var logged =
        pipelines.logEvents("ProcessKinesisRecords", "record").stream()
            .map(line -> event(line.path("payload")))
            .collect(groupingBy(Function.identity(), counting()));
    var unlogged = new HashSet<String>();
    givenUp.of("ProcessKinesisRecords").stream()
        .map(data -> event(JsonMapper.shared().readTree(data)))
        .forEach(unlogged::add);
    var expected = new HashSet<String>();
    for (var changes : schedule.scores().values()) {
      for (var change : changes) {
        var event = change.user() + "+" + Digits.number(change.number()).toPlainString();
        expected.add(event);
        atLeastOnce("event in the bucket", event, delivered, lost.contains(text(change)));
        atLeastOnce(
            "logged event", event, logged, lost.contains(text(change)) || unlogged.contains(event));
      }
    }
    delivered.keySet().stream()
        .filter(event -> !expected.contains(event))
        .forEach(event -> violated("event %s was never sent".formatted(event)));
  }

  private static String event(JsonNode event) {
    return event.path("username").asString("?")
        + "+"
        + event.path("score").decimalValue(BigDecimal.ZERO).toPlainString();
  }

  private void atLeastOnce(String what, String thing, Map<String, Long> found, boolean mayMiss) {
    var times = found.getOrDefault(thing, 0L);
    if (times == 0 && !mayMiss) {
      violated("%s %s is missing".formatted(what, thing));
    } else if (times > 1 + injected) {
      violated("%s %s is there %d times after %d faults".formatted(what, thing, times, injected));
    }
  }

  // ---- unicorn fleet

  private void checkReadings() {
    var lost = givenUp.of("WildRydesStreamProcessor");
    var stored = new HashSet<String>();
    pipelines
        .items("UnicornSensorData")
        .forEach(item -> stored.add(item.text("Name") + " " + item.text("Distance")));
    for (var message : schedule.messages("wildrydes")) {
      if (!message.good()) {
        if (!lost.contains(message.data())) {
          violated("poison reading '%s' is in no failure message".formatted(message.data()));
        }
      } else if (!stored.remove(
              message.key() + " " + Digits.number(message.number()).toPlainString())
          && !lost.contains(message.data())) {
        violated("reading %s is neither stored nor given up".formatted(message.data()));
      }
    }
    stored.forEach(item -> violated("item %s was never put".formatted(item)));
  }

  /// Delivered by the stack itself, which no fault hits: each line once.
  private void checkArchive() {
    var lines = lines("wildrydes/").collect(groupingBy(Function.identity(), counting()));
    for (var message : schedule.messages("wildrydes")) {
      var times = lines.getOrDefault(message.data(), 0L);
      if (times != 1) {
        violated("archived %d times: %s".formatted(times, message.data()));
      }
    }
  }

  private Stream<String> lines(String prefix) {
    return pipelines.objects(prefix).values().stream().flatMap(String::lines);
  }

  // ---- taxi trips

  private void checkTrips() {
    var lost = givenUp.of("NYCTaxiTripsProcess");
    var delivered =
        pipelines.deliveredRows("nyctaxitrips/", "trip_id").stream()
            .map(List::getFirst)
            .collect(groupingBy(Function.identity(), counting()));
    for (var message : schedule.messages("nyc-taxi-trips")) {
      if (message.good()) {
        var id = "" + FaultSchedule.tripId(Integer.parseInt(message.key()), message.number());
        atLeastOnce("trip", id, delivered, lost.contains(message.data()));
        delivered.remove(id);
      }
    }
    delivered.keySet().forEach(id -> violated("trip %s must not be delivered".formatted(id)));
  }

  // ---- windows

  private void checkWindows(
      String table, String keyAttribute, String sum, String stream, String function) {
    var lost = givenUp.of(function);
    var items = pipelines.items(table);
    for (var message : schedule.messages(stream)) {
      if (message.number() != Message.NOT_COUNTED) {
        var times = times(items, keyAttribute, sum, message);
        var isLost = lost.contains(message.data());
        if (isLost ? times > 1 : times != 1) {
          violated(
              "%s counts %d times, given up: %s: %s"
                  .formatted(table, times, isLost, message.data()));
        }
      }
    }
    checkNoOthers(table, items, keyAttribute, stream);
  }

  private static int times(List<Item> windows, String keyAttribute, String sum, Message message) {
    return windows.stream()
        .filter(window -> window.text(keyAttribute).equals(message.key()))
        .mapToInt(window -> Digits.times(window.number(sum), message.number()))
        .sum();
  }

  private void checkNoOthers(String table, List<Item> items, String keyAttribute, String stream) {
    Set<String> keys = new HashSet<>();
    schedule.messages(stream).forEach(message -> keys.add(message.key()));
    items.stream()
        .map(item -> item.text(keyAttribute))
        .filter(key -> !keys.contains(key))
        .forEach(key -> violated("%s has a window of %s".formatted(table, key)));
  }
}
