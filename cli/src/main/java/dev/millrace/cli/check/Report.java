package dev.millrace.cli.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// The sections as tables, and the verdict.
///
/// @param colours whether marks are coloured
public record Report(List<Section> sections, boolean colours) {

  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  public Report {
    sections = List.copyOf(sections);
  }

  /// Whether everything is as it must be.
  public boolean agrees() {
    return differing() == 0;
  }

  private long differing() {
    return sections.stream().mapToLong(Section::differing).sum();
  }

  /// Prints the tables, the first differences and the verdict.
  public void print(PrintWriter out) {
    sections.forEach(section -> print(section, out));
    var checks = sections.stream().mapToInt(section -> section.checks().size()).sum();
    out.println(
        agrees()
            ? coloured(GREEN, "all %d checks agree".formatted(checks))
            : coloured(RED, "%d of %d checks differ".formatted(differing(), checks)));
    out.flush();
  }

  /// Prints the same as one JSON object on one line.
  public void printJson(PrintWriter out) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("agrees", agrees());
    fields.put("sections", sections);
    out.println(JsonMapper.shared().writeValueAsString(fields));
    out.flush();
  }

  private void print(Section section, PrintWriter out) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(section.title(), "expected", "actual", ""));
    section
        .checks()
        .forEach(check ->
            rows.add(List.of(check.what(), check.expected(), check.actual(), mark(check))));
    new TextTable(rows).lines().forEach(out::println);
    section.differences().forEach(difference -> out.println("  ! " + difference));
    out.println();
  }

  private String mark(Check check) {
    return check.agrees() ? coloured(GREEN, "✓") : coloured(RED, "✗");
  }

  private String coloured(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }
}
