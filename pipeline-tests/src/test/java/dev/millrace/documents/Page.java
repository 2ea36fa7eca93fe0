package dev.millrace.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of Markdown: what it links to, what of it can be linked to, and its tables.
///
/// @param lines those outside of blocks of code
record Page(List<String> lines) {

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern DEFINITION = Pattern.compile("(?m)^\\[[^\\]]+\\]: (\\S+)$");
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.+)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  static Page of(String markdown) {
    var lines = new ArrayList<String>();
    var code = false;
    for (var line : markdown.lines().toList()) {
      if (line.strip().startsWith("```")) {
        code = !code;
      } else if (!code) {
        lines.add(line);
      }
    }
    return new Page(List.copyOf(lines));
  }

  List<String> links() {
    var text = CODE.matcher(String.join("\n", lines)).replaceAll("");
    return Stream.of(LINK, DEFINITION)
        .flatMap(form -> form.matcher(text).results())
        .map(found -> found.group(1))
        .toList();
  }

  /// The anchors of its headings, as GitHub makes them.
  Set<String> anchors() {
    var anchors = new HashSet<String>();
    var seen = new HashMap<String, Integer>();
    for (var line : lines) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        var anchor = anchor(heading.group(1));
        var count = seen.merge(anchor, 1, Integer::sum);
        anchors.add(count == 1 ? anchor : anchor + "-" + (count - 1));
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }

  /// What stands as code in the first column of the tables whose first heading this is.
  List<String> named(String heading) {
    var names = new ArrayList<String>();
    var inside = false;
    for (var line : lines) {
      var cells = line.split("(?<!\\\\)\\|", 3);
      if (cells.length < 3) {
        inside = false;
      } else if (cells[1].strip().equals(heading)) {
        inside = true;
      } else if (inside) {
        CODE.matcher(cells[1]).results().map(found -> found.group(1)).forEach(names::add);
      }
    }
    return names;
  }
}
