package dev.millrace.local.firehose.partition;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The keys that a query such as `{year: .date[0:4], type}` makes, told from its text.
final class QueryKeys {

  private static final Pattern KEY =
      Pattern.compile("\\s*(?:\"([^\"\\\\]+)\"|([a-zA-Z_]\\w*))\\s*(?::.*)?", Pattern.DOTALL);

  private QueryKeys() {}

  /// Empty if the query is anything but one object with plain keys.
  static Optional<Set<String>> of(String query) {
    var text = query.strip();
    if (!text.startsWith("{") || end(text, 1, "}") != text.length() - 1) {
      return Optional.empty();
    }
    var keys = new HashSet<String>();
    for (var start = 1; start < text.length(); ) {
      var end = end(text, start, ",}");
      var key = KEY.matcher(text.substring(start, end));
      if (!key.matches()) {
        return Optional.empty();
      }
      keys.add(key.group(1) == null ? key.group(2) : key.group(1));
      start = end + 1;
    }
    return Optional.of(Set.copyOf(keys));
  }

  /// Where one of the characters is next, outside of strings and brackets; the length if nowhere.
  private static int end(String text, int from, String characters) {
    var depth = 0;
    for (var i = from; i < text.length(); i++) {
      var c = text.charAt(i);
      if (depth == 0 && characters.indexOf(c) >= 0) {
        return i;
      }
      switch (c) {
        case '"' -> i = endOfString(text, i);
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth--;
        default -> {}
      }
    }
    return text.length();
  }

  private static int endOfString(String text, int begin) {
    for (var i = begin + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i;
      }
    }
    return text.length();
  }
}
