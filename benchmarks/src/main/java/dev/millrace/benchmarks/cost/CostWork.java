package dev.millrace.benchmarks.cost;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Counts what the functions do for a record, and measures their CPU time, for the costs.
public final class CostWork implements Benchmark {

  private static final int WARM = 15_000;
  private static final int RECORDS = 30_000;

  @Override
  public String name() {
    return "work";
  }

  @Override
  public List<Row> run() {
    var home = Path.of(System.getProperty("millrace.home"));
    var meter = new Meter(home);
    var jobs = new TreeMap<String, Work>();
    var rows = new ArrayList<Row>();
    for (var job : Job.ALL) {
      var work = measure(meter, job);
      jobs.put(job.name(), work);
      rows.add(row(job, work));
    }
    var machine =
        "%s, JVM %s, compiler C1"
            .formatted(System.getProperty("os.arch"), Runtime.version().feature());
    var date = LocalDate.now(ZoneOffset.UTC).toString();
    Inputs.write(home, new Measured(date, machine, jobs));
    return rows;
  }

  private static Work measure(Meter meter, Job job) {
    try {
      return meter.measure(job, WARM, RECORDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(Job job, Work work) {
    return Row.of(
        "work of a record: " + job.name(),
        String.format(Locale.ROOT, "%.1f us CPU", work.cpuMicros()),
        "",
        String.format(
            Locale.ROOT,
            "%.4f calls, %.0f bytes of log",
            (double) work.calls() / work.records(),
            (double) work.logBytes() / work.records()));
  }
}
