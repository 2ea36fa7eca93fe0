package dev.millrace.benchmarks.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Writes `docs/cost.md`.
public final class Cost implements Benchmark {

  @Override
  public String name() {
    return "cost";
  }

  @Override
  public List<Row> run() {
    var inputs = Inputs.read();
    write(Path.of(System.getProperty("millrace.home"), "docs", "cost.md"), CostPage.of(inputs));
    return new Pipelines(new Model(inputs))
        .all().stream()
            .flatMap(pipeline ->
                pipeline.ways().stream().map(way -> row(pipeline.name(), way, inputs.prices())))
            .toList();
  }

  private static Row row(String pipeline, Pipelines.Way way, Prices prices) {
    return Row.of(
        "%s, %s".formatted(pipeline, way.name()),
        String.format(Locale.ROOT, "$%.3f", way.bill().dollars(prices)),
        "",
        "list prices, to be checked");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
