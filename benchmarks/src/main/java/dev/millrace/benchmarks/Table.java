package dev.millrace.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows in columns.
record Table(List<Row> rows) {

  private static final List<String> HEAD =
      List.of("measure", "median", "least to most", "remark", "goal", "");

  Table {
    rows = List.copyOf(rows);
  }

  @Override
  public String toString() {
    var lines = rows.stream().map(Table::cells).toList();
    var widths =
        IntStream.range(0, HEAD.size())
            .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], HEAD.get(i).length());
    }
    var rule = "─".repeat(IntStream.of(widths).sum() + 2 * (widths.length - 1));
    return line(HEAD, widths)
        + rule
        + "\n"
        + lines.stream().map(cells -> line(cells, widths)).collect(Collectors.joining());
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.measure(),
        row.value(),
        row.spread(),
        row.remark(),
        row.goal().map(Row.Goal::rule).orElse(""),
        row.goal().map(goal -> goal.held() ? "held" : "MISSED").orElse(""));
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
            .mapToObj(i -> cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()))
            .collect(Collectors.joining("  "))
            .stripTrailing()
        + "\n";
  }
}
