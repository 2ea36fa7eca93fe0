package dev.millrace.local.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SAM's ways to write values of parameters: a text of pairs that are separated by spaces, a list
/// of pairs, or a mapping. A pair is `Name=Value` or `ParameterKey=Name,ParameterValue=Value`.
final class ParameterOverrides {

  private static final Pattern PAIR =
      Pattern.compile("(?:ParameterKey=(\\w+),ParameterValue=|(\\w+)=)(.*)", Pattern.DOTALL);

  private ParameterOverrides() {}

  /// @param path where they stand, for messages
  /// @throws TemplateException if they cannot be understood
  static Map<String, String> parse(Object overrides, String path) {
    var values = new LinkedHashMap<String, String>();
    switch (overrides) {
      case Map<?, ?> map ->
          map.forEach(
              (name, value) -> values.put(String.valueOf(name), Resolver.text(value, path)));
      case List<?> list -> list.forEach(item -> add(unquoted(String.valueOf(item)), values, path));
      default -> words(String.valueOf(overrides)).forEach(word -> add(word, values, path));
    }
    return values;
  }

  private static void add(String pair, Map<String, String> values, String path) {
    var parts = PAIR.matcher(pair);
    if (!parts.matches()) {
      throw new TemplateException(path + " must be pairs such as Name=Value, was " + pair);
    }
    var name = parts.group(1) == null ? parts.group(2) : parts.group(1);
    values.put(name, parts.group(3));
  }

  /// A text cut at its spaces, as a shell does.
  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (var word :
        Pattern.compile("(?:[^\\s\"'\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')+")
            .matcher(text)
            .results()
            .toList()) {
      words.add(unquoted(word.group()));
    }
    return words;
  }

  private static String unquoted(String word) {
    return Pattern.compile("\\\\(.)|\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'")
        .matcher(word)
        .replaceAll(part -> {
          var inner = part.group(2) == null ? part.group(3) : unescaped(part.group(2));
          return Matcher.quoteReplacement(inner == null ? part.group(1) : inner);
        });
  }

  private static String unescaped(String text) {
    return text.replaceAll("\\\\(.)", "$1");
  }
}
