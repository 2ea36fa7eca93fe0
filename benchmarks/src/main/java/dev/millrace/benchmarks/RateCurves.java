package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.benchmarks.scale.Svg;
import dev.millrace.benchmarks.scale.Svg.Axis;
import dev.millrace.benchmarks.scale.Svg.Point;
import dev.millrace.benchmarks.scale.Svg.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Records a second over the values of one setting, a curve for each of several things.
///
/// @param setting what is varied
/// @param rates of each thing and value, in the order of rounds
record RateCurves(String title, String setting, Map<String, TreeMap<Integer, List<Double>>> rates) {

  RateCurves(String title, String setting) {
    this(title, setting, new LinkedHashMap<>());
  }

  /// Notes what one round gave.
  void add(String thing, int value, double rate) {
    rates
        .computeIfAbsent(thing, _ -> new TreeMap<>())
        .computeIfAbsent(value, _ -> new ArrayList<>())
        .add(rate);
  }

  List<Row> rows() {
    var rows = new ArrayList<Row>();
    rates.forEach((thing, curve) ->
        curve.forEach((value, all) -> {
          var samples = samples(all);
          rows.add(
              Row.of(
                  "%s, %s: %,d".formatted(thing, setting, value),
                  Samples.whole(samples.median()) + " records/s",
                  samples.spread(Samples::whole),
                  ""));
        }));
    return rows;
  }

  /// Draws the medians, on scales of equal factors.
  Svg svg() {
    var series = new ArrayList<Series>();
    rates.forEach((thing, curve) -> {
      var points =
          curve.entrySet().stream()
              .map(each -> new Point(each.getKey(), samples(each.getValue()).median()))
              .toList();
      series.add(new Series(thing, points, points));
    });
    var values =
        rates.values().stream()
            .flatMap(curve -> curve.keySet().stream())
            .distinct()
            .sorted()
            .map(Integer::doubleValue)
            .toList();
    return new Svg(
        title,
        new Axis(setting, values, true),
        new Axis("records/s", powersAround(series), true),
        series);
  }

  /// The powers of ten from below the least rate to above the most.
  private static List<Double> powersAround(List<Series> series) {
    var rates =
        series.stream()
            .flatMap(each -> each.points().stream())
            .mapToDouble(Point::y)
            .summaryStatistics();
    var powers = new ArrayList<Double>();
    for (var power = Math.pow(10, Math.floor(Math.log10(rates.getMin())));
        powers.isEmpty() || powers.getLast() < rates.getMax();
        power *= 10) {
      powers.add(power);
    }
    return powers;
  }

  /// Writes the picture into `docs`.
  void draw(String file) {
    var path = Path.of(System.getProperty("millrace.home"), "docs", file);
    try {
      Files.writeString(path, svg().toString(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Samples samples(List<Double> rates) {
    return new Samples(rates.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
