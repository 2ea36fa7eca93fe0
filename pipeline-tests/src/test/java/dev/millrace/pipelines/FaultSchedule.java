package dev.millrace.pipelines;

import dev.millrace.local.faults.Fault;
import dev.millrace.local.faults.FaultPlan;
import dev.millrace.local.faults.FaultRule;
import dev.millrace.local.faults.Trigger;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What goes into the pipelines, and what goes wrong meanwhile: the same for the same seed.
///
/// @param steps in their order
record FaultSchedule(long seed, FaultPlan plan, List<Step> steps) {

  static final List<String> FUNCTIONS =
      List.of(
          "AggregateScoresByUser",
          "ProcessKinesisRecords",
          "WildRydesStreamProcessor",
          "WildRydesAggregator",
          "NYCTaxiTripsProcess",
          "kinesisLambdaConsumer01");

  private static final List<String> STREAMS = List.of("Lab-stream", "wildrydes", "nyc-taxi-trips");
  private static final int KEYS = 3;
  private static final int TRIPS_OF_A_VENDOR = 15;

  /// One thing that is done.
  sealed interface Step {}

  /// A game record is written.
  ///
  /// @param number which of the user's changes; its part in the total is `Digits.number` of it
  record Score(int record, String user, int number, BigDecimal score) implements Step {}

  /// A game record is written that can never be counted.
  record PoisonScore(int record) implements Step {}

  /// Messages are put to a stream in one call.
  record Put(String stream, List<Message> messages) implements Step {}

  /// Time goes by.
  record Pause(Duration time) implements Step {}

  /// A message of a stream.
  ///
  /// @param key of the partition
  /// @param number which of its key's; `NOT_COUNTED` if no window counts it
  /// @param good whether it is to be stored or delivered
  record Message(String key, int number, String data, boolean good) {
    static final int NOT_COUNTED = -1;
  }

  static FaultSchedule of(long seed) {
    var random = new Random(seed);
    var steps = new ArrayList<>(scores(random));
    steps.addAll(puts("wildrydes", readings(random), random));
    steps.addAll(puts("nyc-taxi-trips", trips(random), random));
    var order = shuffledByKind(steps, random);
    for (var pauses = random.nextInt(4); pauses > 0; pauses--) {
      order.add(
          random.nextInt(order.size()), new Pause(Duration.ofSeconds(1 + random.nextInt(60))));
    }
    return new FaultSchedule(seed, plan(seed, random), order);
  }

  /// Steps of the three pipelines mixed, each pipeline's in its order.
  private static List<Step> shuffledByKind(List<Step> steps, Random random) {
    var left = new HashMap<String, List<Step>>();
    for (var step : steps) {
      var kind = step instanceof Put put ? put.stream() : "scores";
      left.computeIfAbsent(kind, _ -> new ArrayList<>()).add(step);
    }
    var kinds = left.keySet().stream().sorted().toList();
    var mixed = new ArrayList<Step>();
    while (mixed.size() < steps.size()) {
      var next = left.getOrDefault(kinds.get(random.nextInt(kinds.size())), List.of());
      if (!next.isEmpty()) {
        mixed.add(next.removeFirst());
      }
    }
    return mixed;
  }

  // ---- what goes in

  private static List<Step> scores(Random random) {
    var steps = new ArrayList<Step>();
    var numbers = new HashMap<String, Integer>();
    var held = new ArrayList<Score>();
    var count = 10 + random.nextInt(25);
    for (var i = 0; i < count; i++) {
      var changes = !held.isEmpty() && random.nextInt(3) == 0;
      var old = changes ? held.get(random.nextInt(held.size())) : null;
      var user = old == null ? "player" + random.nextInt(KEYS) : old.user();
      var number = numbers.merge(user, 1, Integer::sum) - 1;
      if (number < Digits.MOST) {
        var before = old == null ? BigDecimal.ZERO : old.score();
        var record = old == null ? 1 + i : old.record();
        var score = new Score(record, user, number, before.add(Digits.number(number)));
        held.remove(old);
        held.add(score);
        steps.add(score);
      }
    }
    if (random.nextInt(3) == 0) {
      steps.add(random.nextInt(steps.size()), new PoisonScore(1_000));
    }
    return steps;
  }

  private static List<Message> readings(Random random) {
    var messages = new ArrayList<Message>();
    var numbers = new HashMap<String, Integer>();
    var count = 20 + random.nextInt(30);
    for (var i = 0; i < count; i++) {
      var name = "unicorn" + random.nextInt(KEYS);
      if (random.nextInt(15) == 0) {
        messages.add(
            new Message(name, Message.NOT_COUNTED, "InputData: error " + messages.size(), false));
      }
      var number = numbers.merge(name, 1, Integer::sum) - 1;
      if (number < Digits.MOST) {
        messages.add(new Message(name, number, reading(name, number), true));
      }
    }
    return messages;
  }

  private static String reading(String name, int number) {
    return """
    {"Name":"%s","StatusTime":"2017-06-05 09:17:%02d.189","Latitude":42.26,"Longitude":-71.97,\
    "Distance":%s,"MagicPoints":110,"HealthPoints":150}\
    """
        .formatted(name, number, Digits.number(number));
  }

  private static List<Message> trips(Random random) {
    var messages = new ArrayList<Message>();
    var numbers = new HashMap<Integer, Integer>();
    var count = 15 + random.nextInt(25);
    for (var i = 0; i < count; i++) {
      var vendor = random.nextInt(KEYS);
      var number = numbers.merge(vendor, 1, Integer::sum) - 1;
      if (number < TRIPS_OF_A_VENDOR) {
        var here = random.nextInt(8) > 0;
        messages.add(
            new Message("" + vendor, number, trip(vendor, number, "trip", here ? -73.9 : 0), here));
      }
      if (random.nextInt(10) == 0) {
        messages.add(
            new Message("" + vendor, Message.NOT_COUNTED, trip(vendor, 1, "ping", 1), false));
      }
    }
    return messages;
  }

  static int tripId(int vendor, int number) {
    return 100 * vendor + number;
  }

  private static String trip(int vendor, int number, String type, double longitude) {
    return """
    {"type":"%s","trip_id":%d,"vendorId":%d,"pickup_longitude":%s,"pickup_latitude":40.7,\
    "dropoff_longitude":-73.9,"dropoff_latitude":40.8,"trip_distance":1.5,"passengerCount":%s,\
    "pickup_datetime":"2015-01-15 19:05:39","dropoff_datetime":"2015-01-15 19:23:42",\
    "total_amount":17.05}\
    """
        .formatted(
            type, tripId(vendor, number), vendor, longitude, Digits.number(number).toPlainString());
  }

  private static List<Step> puts(String stream, List<Message> messages, Random random) {
    var steps = new ArrayList<Step>();
    for (var from = 0; from < messages.size(); ) {
      var to = Math.min(messages.size(), from + 1 + random.nextInt(10));
      steps.add(new Put(stream, List.copyOf(messages.subList(from, to))));
      from = to;
    }
    return steps;
  }

  // ---- what goes wrong

  private static FaultPlan plan(long seed, Random random) {
    var rules = new ArrayList<FaultRule>();
    for (var count = 4 + random.nextInt(8); count > 0; count--) {
      rules.add(when(rule(random), random));
    }
    return new FaultPlan(seed, rules);
  }

  private static FaultRule when(FaultRule rule, Random random) {
    var most = 1 + random.nextInt(4);
    return switch (random.nextInt(4)) {
      case 0 -> rule.nth(most);
      case 1 -> rule.every(2 + random.nextInt(3)).times(most);
      case 2 -> rule.probability(0.3).times(most);
      // so many in a row that Lambda's retries may run out; a function's own would take real time
      default -> rule.times(rule.on() instanceof Trigger.Invocation ? 2 * most : 2);
    };
  }

  private static FaultRule rule(Random random) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> ofCall(random);
      case 3, 4 -> ofFunction(random);
      case 5, 6 -> FaultRule.delivery(anyOf(FUNCTIONS, random), new Fault.DuplicateDelivery());
      default -> ofStack(random);
    };
  }

  private static FaultRule ofCall(Random random) {
    var call =
        anyOf(
            List.of(
                "dynamodb:TransactWriteItems",
                "dynamodb:BatchWriteItem",
                "dynamodb:UpdateItem",
                "kinesis:PutRecords",
                "firehose:PutRecordBatch"),
            random);
    var faults =
        new ArrayList<Fault>(
            List.of(
                new Fault.Throttle(),
                new Fault.ServiceError(),
                new Fault.LostAnswer(),
                new Fault.Latency(Duration.ofMillis(1 + random.nextInt(10)))));
    if (call.contains("Batch") || call.endsWith("PutRecords")) {
      faults.add(new Fault.PartialFailure(0.2 + random.nextDouble(0.8)));
    }
    return FaultRule.call(call, anyOf(faults, random));
  }

  private static FaultRule ofFunction(Random random) {
    var function = anyOf(FUNCTIONS, random);
    var before = random.nextBoolean();
    return FaultRule.invocation(
        function, isCostly(random) ? ofEnvironment(before, random) : ofCode(before, random));
  }

  /// A new execution environment takes a second, so few are lost.
  private static boolean isCostly(Random random) {
    return random.nextInt(10) == 0;
  }

  private static Fault ofEnvironment(boolean before, Random random) {
    return before
        ? new Fault.CrashBefore()
        : anyOf(List.of(new Fault.CrashAfter(), new Fault.TimeOut()), random);
  }

  private static Fault ofCode(boolean before, Random random) {
    return before
        ? anyOf(List.of(new Fault.Throttle(), new Fault.ErrorBefore()), random)
        : new Fault.ErrorAfter();
  }

  private static FaultRule ofStack(Random random) {
    var stream = anyOf(STREAMS, random);
    var call =
        FaultRule.call(
                "kinesis:PutRecords",
                switch (random.nextInt(5)) {
                  case 0, 1 -> new Fault.SplitShard(stream);
                  case 2, 3 -> new Fault.MergeShards(stream);
                  default -> new Fault.ClockJump(Duration.ofSeconds(1 + random.nextInt(90)));
                })
            .resource(stream);
    return call.fromAnyone();
  }

  private static <T> T anyOf(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  /// The messages that were put to a stream.
  List<Message> messages(String stream) {
    return steps.stream()
        .filter(step -> step instanceof Put put && put.stream().equals(stream))
        .flatMap(step -> ((Put) step).messages().stream())
        .toList();
  }

  /// The changes of scores, by user.
  Map<String, List<Score>> scores() {
    var scores = new HashMap<String, List<Score>>();
    for (var step : steps) {
      if (step instanceof Score score) {
        scores.computeIfAbsent(score.user(), _ -> new ArrayList<>()).add(score);
      }
    }
    return scores;
  }
}
