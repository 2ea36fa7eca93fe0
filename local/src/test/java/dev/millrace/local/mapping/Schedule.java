package dev.millrace.local.mapping;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Everything that happens to one shard: what oracle and engine are both given.
///
/// Times are milliseconds since `ShardSimulation.START`.
///
/// @param pages what reading the stream finds, in order of strictly growing time
/// @param endsAt when the shard is found to be closed, after the last page; -1 if never
/// @param callTakes how long a call takes unless a rule says otherwise
/// @param messageTakes how long the destination takes to answer
record Schedule(
    Settings settings,
    List<Page> pages,
    long endsAt,
    List<Rule> rules,
    List<Refusal> refusals,
    long callTakes,
    long messageTakes) {

  /// Both models stop here, because a failure may be repeated without end.
  static final long HORIZON = 1_200_000;

  Schedule {
    pages = List.copyOf(pages);
    rules = List.copyOf(rules);
    refusals = List.copyOf(refusals);
  }

  /// A mapping's settings; -1 and 0 stand for "off" as in the Lambda API.
  record Settings(
      int batchSize,
      int batchingWindow,
      int retries,
      int maximumAge,
      boolean bisect,
      boolean report,
      int tumblingWindow,
      boolean destination,
      int lanes) {

    static final Settings PLAIN = new Settings(100, 0, -1, -1, false, false, 0, false, 1);

    MappingConfig build() {
      var config = new TestConfig().batchSize(batchSize).batchingWindow(batchingWindow);
      config.parallel(lanes);
      if (retries >= 0) {
        config.retries(retries);
      }
      if (maximumAge >= 0) {
        config.maximumAge(maximumAge);
      }
      if (bisect) {
        config.bisect();
      }
      if (report) {
        config.report();
      }
      if (tumblingWindow > 0) {
        config.window(tumblingWindow);
      }
      return (destination ? config.toQueue() : config).build();
    }

    @Override
    public String toString() {
      var text = new StringJoiner(", ");
      text.add("batches of " + batchSize);
      text.add("batching window " + batchingWindow + " s");
      text.add(retries < 0 ? "retries without end" : retries + " retries");
      text.add(maximumAge < 0 ? "any age" : "maximum age " + maximumAge + " s");
      text.add(bisect ? "bisect" : "no bisect");
      text.add(report ? "partial reports" : "no partial reports");
      text.add(tumblingWindow == 0 ? "no windows" : "windows of " + tumblingWindow + " s");
      text.add(destination ? "failure destination" : "no failure destination");
      text.add(lanes == 1 ? "one lane" : lanes + " lanes");
      return text.toString();
    }
  }

  /// One read of the stream.
  record Page(long time, List<Put> puts) {

    Page {
      puts = List.copyOf(puts);
    }

    @Override
    public String toString() {
      return "at %d read %s".formatted(time, puts.isEmpty() ? "nothing" : puts);
    }
  }

  /// A record.
  ///
  /// @param arrival the time the stream gave it
  /// @param key decides on its lane
  /// @param passes whether it passes the filters
  record Put(int number, long arrival, int key, boolean passes) {

    @Override
    public String toString() {
      var text = "%d (arrived %d, key %d)".formatted(number, arrival, key);
      return passes ? text : text + " filtered out";
    }
  }

  /// What the function does with calls that hold a record, the first times it gets the same call.
  ///
  /// @param record the record's number; 0 for calls without records
  record Rule(int record, int times, Behaviour behaviour, long takes) {

    @Override
    public String toString() {
      return "a call with %s is answered %s after %d ms, the first %d times"
          .formatted(record == 0 ? "no records" : "record " + record, behaviour, takes, times);
    }
  }

  /// How often the destination refuses a message that starts with a record.
  record Refusal(int record, int times) {}

  int records() {
    return pages.stream().mapToInt(page -> page.puts().size()).sum();
  }

  /// The same with only some of the records.
  Schedule only(Predicate<Put> kept) {
    var rest =
        pages.stream()
            .map(page -> new Page(page.time(), page.puts().stream().filter(kept).toList()))
            .toList();
    return new Schedule(settings, rest, endsAt, rules, refusals, callTakes, messageTakes);
  }

  long refused(int firstRecord) {
    return refusals.stream()
        .filter(refusal -> refusal.record() == firstRecord)
        .mapToInt(Refusal::times)
        .findFirst()
        .orElse(0);
  }

  @Override
  public String toString() {
    var lines = new StringJoiner("\n  ", "  ", "");
    lines.add(settings.toString());
    pages.forEach(page -> lines.add(page.toString()));
    lines.add(endsAt < 0 ? "the shard stays open" : "at " + endsAt + " the shard ends");
    rules.forEach(rule -> lines.add(rule.toString()));
    lines.add("other calls succeed after " + callTakes + " ms");
    lines.add(
        "messages take %d ms; refused: %s"
            .formatted(
                messageTakes,
                refusals.stream()
                    .map(r -> r.times() + " times those from record " + r.record())
                    .collect(Collectors.joining(", "))));
    return lines.toString();
  }
}
