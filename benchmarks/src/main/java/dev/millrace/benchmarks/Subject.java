package dev.millrace.benchmarks;

import dev.millrace.image.Tally;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One of Millrace's functions, whose like exists in Node and in plain Java.
enum Subject {
  SCORE("score-aggregator", "dev.millrace.score.ScoreAggregatorHandler", "score") {
    @Override
    Map<String, String> variables() {
      return Map.of(
          "TOTALS_TABLE", "GameScoresByUser",
          "LEDGER_TABLE", "GameScoreLedger",
          "SCORE_STREAM", "Lab-stream");
    }

    @Override
    byte[] event(int records) {
      return Events.scores(records);
    }

    @Override
    Tally work(int records) {
      return new Tally(records, IntStream.range(0, records).mapToLong(Events::points).sum());
    }
  },

  LOGGER("kinesis-logger", "dev.millrace.logger.KinesisLoggerHandler", "logger") {
    @Override
    byte[] event(int records) {
      return Events.readings(records);
    }

    @Override
    Tally work(int records) {
      return new Tally(0, 0);
    }
  },

  SENSOR("sensor-persister", "dev.millrace.sensor.SensorPersisterHandler", "sensor") {
    @Override
    Map<String, String> variables() {
      return Map.of("TABLE_NAME", "UnicornSensorData");
    }

    @Override
    byte[] event(int records) {
      return Events.readings(records);
    }

    @Override
    Tally work(int records) {
      return new Tally(records, distances(records));
    }
  },

  WINDOW("window-aggregator", "dev.millrace.window.WindowAggregatorHandler", "window") {
    @Override
    Map<String, String> variables() {
      return Map.of(
          "TABLE_NAME", "UnicornAggregation",
          "KEY_FIELD", "Name",
          "KEY_ATTRIBUTE", "name",
          "KEY_TYPE", "S",
          "SUM", "Distance:distance",
          "MIN", "MagicPoints:minMagicPoints,HealthPoints:minHealthPoints",
          "MAX", "MagicPoints:maxMagicPoints,HealthPoints:maxHealthPoints");
    }

    @Override
    byte[] event(int records) {
      return Events.window(records);
    }

    @Override
    Tally work(int records) {
      return new Tally(Events.unicorns(records), distances(records));
    }
  },

  FORWARDER("firehose-forwarder", "dev.millrace.forwarder.FirehoseForwarderHandler", "forwarder") {
    @Override
    Map<String, String> variables() {
      return Map.of("DELIVERY_STREAM_NAME", "nyc-taxi-trips", "PACKING", "lines");
    }

    @Override
    byte[] event(int records) {
      return Events.trips(records);
    }

    @Override
    Tally work(int records) {
      return new Tally(records, 0);
    }
  },

  /// Reads its records and does nothing with them.
  DECODE("decode", "dev.millrace.benchmarks.function.DecodeFunction", "decode") {
    @Override
    byte[] event(int records) {
      return Events.readings(records);
    }

    @Override
    Tally work(int records) {
      return new Tally(0, 0);
    }

    @Override
    Optional<String> answer(int records) {
      return Optional.of(Long.toString(Events.readingBytes(records)));
    }
  };

  private static final String PROPERTY = "millrace.functions";

  private final String module;
  private final String handler;
  private final String node;

  Subject(String module, String handler, String node) {
    this.module = module;
    this.handler = handler;
    this.node = node;
  }

  /// Those that the property `millrace.functions` names, or all: `score-aggregator,decode`.
  static List<Subject> chosen() {
    var names = List.of(System.getProperty(PROPERTY, "").split(",", -1));
    return Arrays.stream(values())
        .filter(subject -> names.equals(List.of("")) || names.contains(subject.module))
        .toList();
  }

  /// Those of them that are deployed.
  static List<Subject> functions() {
    return chosen().stream().filter(subject -> subject != DECODE).toList();
  }

  /// An event of so many records.
  abstract byte[] event(int records);

  /// What that event makes everybody write.
  abstract Tally work(int records);

  /// Whether a contestant has done what so many equal events ask for: who does less is no faster.
  ///
  /// @throws IllegalStateException if it has not
  void check(Child child, Tally done, int records, int events) throws InterruptedException {
    var due = work(records).times(events);
    if (!done.equals(due)) {
      throw new IllegalStateException(
          "%s of %s must have written %s, was %s"
              .formatted(child.contestant().name(), module, due, done));
    }
    if (this == LOGGER) {
      // these are on their way through a pipe
      child.awaitLines((long) records * events);
    }
  }

  /// What everybody answers to that event; empty if it does not tell what was done.
  Optional<String> answer(int records) {
    return Optional.empty();
  }

  /// Whether it calls any service.
  boolean calls() {
    return this != LOGGER && this != DECODE;
  }

  String module() {
    return module;
  }

  /// The module that packs it.
  String folder() {
    return this == DECODE ? "benchmarks" : module;
  }

  String handler() {
    return handler;
  }

  /// The handler in plain Java.
  String reference() {
    return "dev.millrace.reference."
        + node.substring(0, 1).toUpperCase(Locale.ROOT)
        + node.substring(1);
  }

  /// The script in Node.
  String node() {
    return node;
  }

  /// Its settings, as in Millrace's template.
  Map<String, String> variables() {
    return Map.of();
  }

  private static long distances(int records) {
    return IntStream.range(0, records).mapToLong(Events::distance).sum();
  }
}
