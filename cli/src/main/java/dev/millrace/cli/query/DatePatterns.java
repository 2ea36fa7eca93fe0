package dev.millrace.cli.query;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes Athena's `date_parse` and `date_format` DuckDB's. Their patterns are MySQL's, DuckDB's are
/// C's, and must be constants, so that no macro can translate them.
final class DatePatterns {

  private static final Map<String, String> FUNCTIONS =
      Map.of("date_parse", "strptime", "date_format", "strftime");

  private static final Map<Character, String> LETTERS =
      Map.of(
          'c',
          "%-m",
          'e',
          "%-d",
          'h',
          "%I",
          'i',
          "%M",
          'k',
          "%-H",
          'l',
          "%-I",
          'M',
          "%B",
          's',
          "%S",
          'T',
          "%H:%M:%S",
          'W',
          "%A");

  private DatePatterns() {}

  /// Changes a function of a parsed query in place.
  ///
  /// @return whether it was one of the two
  static boolean translate(JsonNode function) {
    var other = FUNCTIONS.get(function.path("function_name").asString(""));
    var pattern = function.path("arguments").path(1).path("expression").path("literal");
    if (other == null || !pattern.path("kind").asString("").equals("STRING")) {
      return false;
    }
    ((ObjectNode) pattern).put("text", translated(pattern.path("text").asString("")));
    ((ObjectNode) function).put("function_name", other);
    ((ObjectNode) function.path("qualified_name")).putArray("path").add(other);
    return true;
  }

  static String translated(String pattern) {
    var result = new StringBuilder();
    for (var i = 0; i < pattern.length(); i++) {
      var c = pattern.charAt(i);
      if (c == '%' && i + 1 < pattern.length()) {
        var letter = pattern.charAt(++i);
        result.append(LETTERS.getOrDefault(letter, "%" + letter));
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }
}
