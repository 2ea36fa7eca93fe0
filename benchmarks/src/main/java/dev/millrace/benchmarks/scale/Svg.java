package dev.millrace.benchmarks.scale;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.stream.Collectors;

/// Writes a chart of curves and points as SVG, for light and dark pages.
public record Svg(String title, Axis x, Axis y, List<Series> series) {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final int TOP = 46;
  private static final int BOTTOM = 58;
  private static final int LEGEND = 20;

  private static final String STYLE =
      """
      <style>
        text { font: 13px sans-serif; fill: #24292f }
        .title { font-weight: bold; font-size: 15px }
        .back { fill: #ffffff }
        .grid { stroke: #d0d7de; stroke-width: 1 }
        .line { fill: none; stroke-width: 2 }
        .c0 { stroke: #0969da } .c1 { stroke: #bc4c00 } .c2 { stroke: #1a7f37 } .c3 { stroke: #8250df }
        .d0 { fill: #0969da } .d1 { fill: #bc4c00 } .d2 { fill: #1a7f37 } .d3 { fill: #8250df }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .back { fill: #0d1117 }
          .grid { stroke: #30363d }
          .c0 { stroke: #58a6ff } .c1 { stroke: #f0883e } .c2 { stroke: #3fb950 } .c3 { stroke: #bc8cff }
          .d0 { fill: #58a6ff } .d1 { fill: #f0883e } .d2 { fill: #3fb950 } .d3 { fill: #bc8cff }
        }
      </style>
      """;

  public Svg {
    series = List.copyOf(series);
  }

  /// One direction of the chart.
  ///
  /// @param label with its unit
  /// @param ticks where lines are drawn, the first and last at the chart's edges
  /// @param logarithmic whether equal factors are equal lengths
  public record Axis(String label, List<Double> ticks, boolean logarithmic) {

    /// Where a value lies, from 0 to 1.
    double place(double value) {
      var within = Math.clamp(value, ticks.getFirst(), ticks.getLast());
      return (scaled(within) - scaled(ticks.getFirst()))
          / (scaled(ticks.getLast()) - scaled(ticks.getFirst()));
    }

    private double scaled(double value) {
      return logarithmic ? Math.log10(value) : value;
    }
  }

  public record Point(double x, double y) {}

  /// A curve, and points that were found; either may be empty.
  public record Series(String name, List<Point> curve, List<Point> points) {}

  @Override
  public String toString() {
    var body = new StringBuilder();
    x.ticks().forEach(tick -> body.append(columnAt(tick)));
    y.ticks().forEach(tick -> body.append(rowAt(tick)));
    for (var i = 0; i < series.size(); i++) {
      body.append(drawn(i, series.get(i)));
    }
    var height = HEIGHT + LEGEND * series.size();
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">
    %s<rect class="back" width="%d" height="%d"/>
    <text class="title" x="%d" y="26">%s</text>
    %s<text x="%d" y="%d" text-anchor="middle">%s</text>
    <text x="18" y="%d" text-anchor="middle" transform="rotate(-90 18 %d)">%s</text>
    </svg>
    """
        .formatted(
            WIDTH,
            height,
            WIDTH,
            height,
            title,
            STYLE,
            WIDTH,
            height,
            LEFT,
            title,
            body,
            (LEFT + WIDTH - RIGHT) / 2,
            HEIGHT - 14,
            x.label(),
            (TOP + HEIGHT - BOTTOM) / 2,
            (TOP + HEIGHT - BOTTOM) / 2,
            y.label());
  }

  private String columnAt(double tick) {
    var at = xOf(tick);
    return """
    <line class="grid" x1="%s" y1="%d" x2="%s" y2="%d"/>
    <text x="%s" y="%d" text-anchor="middle">%s</text>
    """
        .formatted(at, TOP, at, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 20, text(tick));
  }

  private String rowAt(double tick) {
    var at = yOf(tick);
    return """
    <line class="grid" x1="%d" y1="%s" x2="%d" y2="%s"/>
    <text x="%d" y="%s" text-anchor="end" dominant-baseline="middle">%s</text>
    """
        .formatted(LEFT, at, WIDTH - RIGHT, at, LEFT - 8, at, text(tick));
  }

  private String drawn(int number, Series one) {
    var path =
        one.curve().stream()
            .map(point -> xOf(point.x()) + "," + yOf(point.y()))
            .collect(Collectors.joining(" "));
    var dots =
        one.points().stream()
            .map(point ->
                "<circle class=\"d%d\" cx=\"%s\" cy=\"%s\" r=\"4\"/>\n"
                    .formatted(number, xOf(point.x()), yOf(point.y())))
            .collect(Collectors.joining());
    var at = HEIGHT + LEGEND * number;
    return """
    <polyline class="line c%d" points="%s"/>
    %s<line class="line c%d" x1="%d" y1="%d" x2="%d" y2="%d"/>
    <text x="%d" y="%d">%s</text>
    """
        .formatted(
            number, path, dots, number, LEFT, at, LEFT + 30, at, LEFT + 40, at + 4, one.name());
  }

  private String xOf(double value) {
    return pixels(LEFT + x.place(value) * (WIDTH - LEFT - RIGHT));
  }

  private String yOf(double value) {
    return pixels(HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM));
  }

  private static String pixels(double value) {
    return String.format(ROOT, "%.1f", value);
  }

  private static String text(double tick) {
    return tick == Math.rint(tick)
        ? String.format(ROOT, "%,.0f", tick)
        : String.format(ROOT, "%s", tick);
  }
}
