package dev.millrace.window;

import static java.util.Arrays.stream;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The aggregator's settings, read once at cold start.
///
/// @param table where totals are kept, under the key and `windowStart`
/// @param keyAttribute the table's partition key
/// @param maxStateBytes the size above which the state is written to the table before the window
///   ends; Lambda allows 1 MB
/// @param maxStateKeys the number of keys above which it is, because each takes a write when the
///   window ends
/// @param failures how a batch that stopped is told to Lambda
/// @param backoff between the attempts of one write
/// @param margin how long before Lambda's time-out the work ends and is reported
record WindowAggregatorConfig(
    String table,
    String keyAttribute,
    WindowFields fields,
    int maxStateBytes,
    int maxStateKeys,
    FailureMode failures,
    Backoff backoff,
    Duration margin) {

  /// Attributes of every item, which a total may not overwrite.
  private static final Set<String> RESERVED =
      Set.of("windowStart", "windowEnd", "count", "parts", "shardId", "version");

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 10);

  static WindowAggregatorConfig from(Env env) {
    var keyAttribute = env.required("KEY_ATTRIBUTE");
    checkAttribute("KEY_ATTRIBUTE", keyAttribute, Set.of());
    var fields =
        new WindowFields(
            env.required("KEY_FIELD"),
            env.choice("KEY_TYPE", KeyType.class, KeyType.S),
            measures(env, keyAttribute),
            only(env.optional("ONLY", "")));
    return new WindowAggregatorConfig(
        env.required("TABLE_NAME"),
        keyAttribute,
        fields,
        env.integer("MAX_STATE_BYTES", 900_000, 1, 1_000_000),
        env.integer("MAX_STATE_KEYS", 10_000, 1, 1_000_000),
        FailureMode.from(env),
        Backoff.from(env, BACKOFF),
        env.duration("DEADLINE_MARGIN", Duration.ofSeconds(1)));
  }

  private static List<Measure> measures(Env env, String keyAttribute) {
    var measures = new ArrayList<Measure>();
    var taken = new HashSet<>(Set.of(keyAttribute));
    for (var kind : Target.Kind.values()) {
      var variable = kind.name();
      items(env.optional(variable, ""))
          .forEach(item -> {
            var pair = pair(variable, item, ':', "field:attribute");
            checkAttribute(variable, pair.getLast(), taken);
            taken.add(pair.getLast());
            measures.add(new Measure(pair.getFirst(), new Target(kind, pair.getLast())));
          });
    }
    return measures;
  }

  private static List<WindowFields.Only> only(String text) {
    return items(text)
        .map(item -> pair("ONLY", item, '=', "field=value"))
        .map(pair -> new WindowFields.Only(pair.getFirst(), pair.getLast()))
        .toList();
  }

  private static Stream<String> items(String list) {
    return list.isEmpty() ? Stream.empty() : stream(list.split(",", -1)).map(String::strip);
  }

  private static List<String> pair(String variable, String item, char separator, String form) {
    var at = item.indexOf(separator);
    if (at < 1 || at == item.length() - 1) {
      throw new ConfigException(variable, "be a comma-separated list of " + form, item);
    }
    return List.of(item.substring(0, at).strip(), item.substring(at + 1).strip());
  }

  private static void checkAttribute(String variable, String attribute, Set<String> taken) {
    if (RESERVED.contains(attribute)) {
      throw new ConfigException(variable, "not write the attributes " + reserved(), attribute);
    } else if (taken.contains(attribute)) {
      throw new ConfigException(variable, "write an attribute that nothing else writes", attribute);
    }
  }

  private static String reserved() {
    return String.join(", ", RESERVED.stream().sorted().toList());
  }
}
