package dev.millrace.cli.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of cells as aligned lines: the first column to the left, the last as it is, those between
/// to the right. The first row is the heading.
public record TextTable(List<List<String>> rows) {

  private static final int GAP = 2;

  public TextTable {
    rows = List.copyOf(rows);
  }

  /// The lines, with a rule under the heading.
  public List<String> lines() {
    var widths = IntStream.range(0, rows.getFirst().size()).map(this::width).toArray();
    var lines = new ArrayList<String>();
    rows.forEach(row -> lines.add(line(row, widths)));
    var full = IntStream.of(widths).sum() + GAP * (widths.length - 1);
    lines.add(1, "─".repeat(full));
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (var i = 0; i < row.size(); i++) {
      var cell = row.get(i);
      var padding = " ".repeat(Math.max(0, widths[i] - length(cell)));
      line.append(i == 0 ? cell + padding : " ".repeat(GAP) + padding + cell);
    }
    return line.toString().stripTrailing();
  }

  /// What a terminal shows: characters, without colours.
  private static int length(String cell) {
    var shown = cell.replaceAll("\u001b\\[[0-9]*m", "");
    return shown.codePointCount(0, shown.length());
  }
}
