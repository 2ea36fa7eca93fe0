package dev.millrace.local.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The terms a log entry must hold: `all of these`, `"a phrase"`, `-"not this"`, `?either ?or`.
///
/// Patterns over JSON members, space-separated fields and regular expressions are refused.
///
/// @param all each must occur
/// @param none none may occur
/// @param any one must occur, if there are some
record FilterPattern(List<String> all, List<String> none, List<String> any) {

  private static final Pattern TERM = Pattern.compile("([-?]?)(?:\"([^\"]*)\"|([^\\s\"]+))\\s*");

  static FilterPattern of(@Nullable String text) {
    var pattern = new FilterPattern(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    var rest = text == null ? "" : text.strip();
    if (rest.matches("[{\\[%].*")) {
      throw unsupported(rest);
    }
    var terms = TERM.matcher(rest);
    int end = 0;
    while (terms.lookingAt()) {
      var term = terms.group(2) == null ? terms.group(3) : terms.group(2);
      pattern.listFor(terms.group(1)).add(term);
      end = terms.end();
      terms.region(end, rest.length());
    }
    if (end != rest.length() || (!pattern.any.isEmpty() && !pattern.all.isEmpty())) {
      throw unsupported(rest);
    }
    return pattern;
  }

  boolean matches(String message) {
    return all.stream().allMatch(message::contains)
        && none.stream().noneMatch(message::contains)
        && (any.isEmpty() || any.stream().anyMatch(message::contains));
  }

  private List<String> listFor(String sign) {
    return switch (sign) {
      case "-" -> none;
      case "?" -> any;
      default -> all;
    };
  }

  private static RuntimeException unsupported(String text) {
    return LogsService.invalid(
        "filterPattern must consist of terms, of which either none or all others than excluded"
            + " ones begin with ?; was "
            + text);
  }
}
