package dev.millrace.cli.query;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// How a result is printed.
public enum ResultFormat {
  /// Aligned, for eyes.
  TABLE {
    @Override
    public void print(Result result, PrintWriter out) {
      var cells = new ArrayList<List<String>>();
      cells.add(names(result));
      result.rows().forEach(row -> cells.add(row.stream().map(ResultFormat::shown).toList()));
      var widths =
          IntStream.range(0, result.columns().size())
              .map(i -> cells.stream().mapToInt(row -> length(row.get(i))).max().orElse(0))
              .toArray();
      out.println(line(cells.getFirst(), widths, result));
      out.println(
          IntStream.of(widths).mapToObj("─"::repeat).collect(Collectors.joining("─".repeat(GAP))));
      cells.stream().skip(1).forEach(row -> out.println(line(row, widths, result)));
      var count = result.rows().size();
      out.println("(" + count + (count == 1 ? " row)" : " rows)"));
    }
  },

  /// As RFC 4180 quotes, with plain line feeds: null is nothing, the empty text is `""`.
  CSV {
    @Override
    public void print(Result result, PrintWriter out) {
      out.print(names(result).stream().map(ResultFormat::quoted).collect(LINE));
      result.rows().forEach(row -> out.print(row.stream().map(ResultFormat::quoted).collect(LINE)));
    }
  },

  /// An object per line.
  JSON {
    @Override
    public void print(Result result, PrintWriter out) {
      for (var row : result.rows()) {
        var members = new ArrayList<String>();
        for (var i = 0; i < row.size(); i++) {
          var column = result.columns().get(i);
          members.add(MAPPER.writeValueAsString(column.name()) + ":" + json(row.get(i), column));
        }
        out.println(members.stream().collect(Collectors.joining(",", "{", "}")));
      }
    }
  };

  private static final int GAP = 2;
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Collector<CharSequence, ?, String> LINE = Collectors.joining(",", "", "\n");

  /// Writes a result.
  public abstract void print(Result result, PrintWriter out);

  /// Finds a format.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  public static ResultFormat named(String name) {
    for (var format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException("must be table, csv or json, was " + name);
  }

  private static List<String> names(Result result) {
    return result.columns().stream().map(Result.Column::name).toList();
  }

  private static String line(List<String> row, int[] widths, Result result) {
    var line = new StringBuilder();
    for (var i = 0; i < row.size(); i++) {
      var cell = row.get(i);
      var padding = " ".repeat(widths[i] - length(cell));
      var isNumber = result.columns().get(i).kind() == Result.Kind.NUMBER;
      line.append(i == 0 ? "" : " ".repeat(GAP)).append(isNumber ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String shown(@Nullable String value) {
    return value == null
        ? ""
        : value
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
            .replace("\u001b", "");
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String quoted(@Nullable String value) {
    if (value == null) {
      return "";
    }
    var needs = value.isEmpty() || value.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return needs ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }

  private static String json(@Nullable String value, Result.Column column) {
    if (value == null) {
      return "null";
    }
    return switch (column.kind()) {
      case TRUTH, NESTED -> value;
      // there is no number for nan and inf
      case NUMBER -> value.matches("-?[0-9].*") ? value : MAPPER.writeValueAsString(value);
      case TEXT -> MAPPER.writeValueAsString(value);
    };
  }
}
