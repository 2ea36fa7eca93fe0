package dev.millrace.local.mapping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.ValuePatterns;
import tools.jackson.databind.JsonNode;

/// One filter pattern of a mapping, compiled.
///
/// A number stands for the characters it is written with: 300 is not 3.0e2. Event-ruler compares by
/// value instead, and forgets the characters where a field has numeric operators too; so it is
/// given the characters only, and such fields in alternatives of their own.
///
/// @param alternatives what each field must match, in event-ruler's terms; one has to fit
/// @param readsData whether the pattern looks into a Kinesis record's data
record EventFilter(List<Map<String, List<Patterns>>> alternatives, boolean readsData) {

  private static final String REFUSAL = "Invalid filter pattern definition.";
  private static final int SHOWN = 200;
  private static final String NUMBER_START = "-0123456789";

  /// @throws IllegalArgumentException in AWS's words, followed by what is wrong in which pattern
  static EventFilter parse(String pattern, StreamArn.Kind kind) {
    try {
      var tree = FilterSyntax.read(pattern, kind);
      return new EventFilter(compile(tree.toString()), readsData(tree));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s %s, in %s".formatted(REFUSAL, e.getMessage(), shortened(pattern)), e);
    }
  }

  private static String shortened(String pattern) {
    return pattern.length() <= SHOWN ? pattern : pattern.substring(0, SHOWN) + "…";
  }

  private static boolean readsData(JsonNode pattern) {
    return pattern.has("data")
        || (pattern.has("$or")
            && pattern.get("$or").valueStream().anyMatch(EventFilter::readsData));
  }

  private static List<Map<String, List<Patterns>>> compile(String pattern) {
    try {
      return JsonRuleCompiler.compile(pattern).stream()
          .flatMap(fields -> alternatives(fields).stream())
          .toList();
    } catch (IOException e) {
      var reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(reason, e);
    }
  }

  private static List<Map<String, List<Patterns>>> alternatives(
      Map<String, List<Patterns>> fields) {
    List<Map<String, List<Patterns>>> all = List.of(Map.of());
    for (var field : fields.entrySet()) {
      var next = new ArrayList<Map<String, List<Patterns>>>();
      for (var choice : choices(literal(field.getValue()))) {
        for (var begun : all) {
          var extended = new HashMap<>(begun);
          extended.put(field.getKey(), choice);
          next.add(extended);
        }
      }
      all = next;
    }
    return all;
  }

  private static List<List<Patterns>> choices(List<Patterns> patterns) {
    if (patterns.stream().noneMatch(EventFilter::comparesValues)) {
      return List.of(patterns);
    }
    var numbers = patterns.stream().filter(EventFilter::isNumber).toList();
    var others = patterns.stream().filter(pattern -> !isNumber(pattern)).toList();
    return numbers.isEmpty() ? List.of(others) : List.of(numbers, others);
  }

  /// Without the comparison by value that stands before each number's characters.
  private static List<Patterns> literal(List<Patterns> patterns) {
    var kept = new ArrayList<Patterns>();
    for (var pattern : patterns) {
      if (isNumber(pattern)
          && !kept.isEmpty()
          && byValue(pattern).equals(Optional.of(kept.getLast()))) {
        kept.removeLast();
      }
      kept.add(pattern);
    }
    return kept;
  }

  /// How event-ruler compares a number by value; empty if it does not, for being too large.
  private static Optional<Patterns> byValue(Patterns number) {
    try {
      return Optional.of(Patterns.numericEquals(((ValuePatterns) number).pattern()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether a field with this pattern has its numbers compared by value.
  static boolean comparesValues(Patterns pattern) {
    return switch (pattern.type()) {
      case NUMERIC_EQ, NUMERIC_RANGE, ANYTHING_BUT -> true;
      default -> false;
    };
  }

  /// Whether this is the text of a number.
  static boolean isNumber(Patterns pattern) {
    return pattern.type() == MatchType.EXACT
        && pattern instanceof ValuePatterns exact
        && NUMBER_START.indexOf(exact.pattern().charAt(0)) >= 0;
  }
}
