package dev.millrace.benchmarks.scale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Simulates mappings under the quotas of AWS, compares with formulas, and draws the charts of
/// `docs/scale.md`.
public final class Scale implements Benchmark {

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public List<Row> run() {
    var folder = Path.of(System.getProperty("millrace.home", "."), "docs", "scale");
    Curves.all().forEach((name, chart) -> write(folder.resolve(name), chart.toString()));
    return Checks.all().stream().map(Scale::row).toList();
  }

  private static Row row(Check check) {
    var goal = new Row.Goal("off by <= %.0f %%".formatted(100 * check.tolerance()), check.holds());
    return new Row(
        check.what(),
        "%s %s".formatted(figure(check.simulated()), check.unit()),
        "",
        "formula %s, off by %.2f %%".formatted(figure(check.formula()), 100 * check.deviation()),
        Optional.of(goal));
  }

  private static String figure(double value) {
    return String.format(ROOT, value < 10 ? "%.3f" : "%,.1f", value);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
