package dev.millrace.benchmarks.cost;

import static java.util.Locale.ROOT;

import dev.millrace.benchmarks.cost.Pipelines.Pipeline;
import dev.millrace.benchmarks.cost.Pipelines.Way;
import dev.millrace.benchmarks.cost.Prices.Good;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The text of `docs/cost.md`.
final class CostPage {

  private static final String NOT_IN =
      """
      ## What is not in it

      What is paid by the hour or month whatever flows: alarms, metrics and the dashboard of CloudWatch, an OpenSearch domain, the Flink
      application, keys of KMS. What is stored: items, objects, logs. Transfer out of the region, queries, and whatever goes wrong:
      retries, failure queues, cancelled transactions, early ends of windows. Writing to the first table of the scores is in it, one unit
      for each change; producers are not. DynamoDB deletes expired ledger entries for free; SnapStart costs nothing for Java.

      """;

  private CostPage() {}

  static String of(Inputs inputs) {
    var model = new Model(inputs);
    var prices = inputs.prices();
    return head(prices)
        + new Pipelines(model)
            .all().stream().map(pipeline -> section(pipeline, prices)).collect(Collectors.joining())
        + counted(inputs)
        + assumed(inputs.assumptions())
        + NOT_IN
        + prices(prices);
  }

  private static String head(Prices prices) {
    return """
    # What a million records cost

    <!-- Written by `benchmarks/run cost` from three files in benchmarks/src/main/resources/dev/millrace/benchmarks/cost. Change those. -->

    In US dollars, by list prices of AWS: %s, %s. **Check them before you rely on
    them**: nobody looked them up for you today, they leave out free tiers and discounts, and your traffic is not this one. Prices,
    assumptions and what was measured are three small files in `benchmarks/src/main/resources/dev/millrace/benchmarks/cost`; edit them, and
    `benchmarks/run cost` writes this page anew. A test fails if it is stale.

    """
        .formatted(prices.region(), prices.asOf());
  }

  private static String section(Pipeline pipeline, Prices prices) {
    var goods =
        Arrays.stream(Good.values())
            .filter(good -> pipeline.ways().stream().anyMatch(way -> way.bill().quantity(good) > 0))
            .toList();
    var rows =
        goods.stream()
            .map(good -> row(prices.of(good).unit(), pipeline, way -> cell(way, good, prices)))
            .collect(Collectors.joining());
    return "## "
        + pipeline.name()
        + "\n\n"
        + row("", pipeline, Way::name)
        + row("---", pipeline, _ -> "--:")
        + rows
        + row(
            "**dollars**", pipeline, way -> "**%s**".formatted(dollars(way.bill().dollars(prices))))
        + "\n"
        + pipeline.remark()
        + "\n";
  }

  private static String row(String head, Pipeline pipeline, Function<Way, String> cell) {
    return pipeline.ways().stream()
        .map(cell)
        .collect(Collectors.joining(" | ", "| " + head + " | ", " |\n"));
  }

  private static String cell(Way way, Good good, Prices prices) {
    var quantity = way.bill().quantity(good);
    return quantity == 0
        ? "–"
        : "%s: %s".formatted(amount(quantity), dollars(prices.dollars(good, quantity)));
  }

  private static String counted(Inputs inputs) {
    var measured = inputs.measured();
    var rows =
        Job.ALL.stream()
            .map(job -> counted(job, measured.work(job.name())))
            .collect(Collectors.joining());
    return """
    ## What was counted

    `benchmarks/run work` gives each function, in a process of its own under AWS's runtime interface client, events of made-up records,
    against services that only count (%s, %s). Calls, units and bytes are the same on every machine. CPU time is
    that of the process, with the runtime client and the SDK in it, after some thousand records that do not count; two runs on a busy
    machine differed by up to a third. All for a million records.

    | job | records of a batch | invocations | calls | write units | Firehose, MB billed | log, MB | CPU, s |
    |---|--:|--:|--:|--:|--:|--:|--:|
    %s
    """
        .formatted(measured.date(), measured.machine(), rows);
  }

  private static String counted(Job job, Work work) {
    return "| %s | %,d | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            job.name(),
            job.batch(),
            amount(work.perMillion(work.invocations())),
            calls(work),
            amount(work.perMillion(work.writeUnits())),
            amount(work.perMillion(work.of("PutRecordBatch").bytes()) / (1 << 20)),
            amount(work.perMillion(work.logBytes()) / (1 << 20)),
            amount(work.cpuMicros()));
  }

  private static String calls(Work work) {
    return work.actions().entrySet().stream()
        .filter(entry -> entry.getValue().calls() > 0)
        .map(entry -> call(work, entry))
        .collect(Collectors.joining(", "));
  }

  private static String call(Work work, Map.Entry<String, Counts> entry) {
    return "%s %s".formatted(amount(work.perMillion(entry.getValue().calls())), entry.getKey());
  }

  private static String assumed(Inputs.Assumptions assumed) {
    return """
    ## What is assumed

    - Functions have %,d MB, and with that %d/%,d of a core. An invocation lasts its CPU time by that share, and %d ms for each call of a
      service; calls are one after the other, but for the %d at a time of the windows' totals.
    - The workshops' functions compute as much for a record as ours, and make the calls of the workshops instead, one after the other.
    - A shard gets %,d records a second, half of what it takes, so a million keep it busy for %.2f hours; a window of the fleet has 500
      unicorns.
    - Lambda's own lines are %,d bytes of log for each invocation.
    - Records have %d bytes (score events), %d (readings), %d (trips). Firehose fills objects of %d MB, and Parquet from %d MB.

    """
        .formatted(
            assumed.memoryMb(),
            assumed.memoryMb(),
            assumed.vcpuMemoryMb(),
            assumed.callMillis(),
            16,
            assumed.recordsPerShardSecond(),
            Model.MILLION / assumed.recordsPerShardSecond() / 3600,
            assumed.platformLogBytes(),
            Pipelines.SCORE_EVENT,
            Pipelines.READING,
            Pipelines.TRIP,
            assumed.objectMb(),
            assumed.parquetObjectMb());
  }

  private static String prices(Prices prices) {
    return Arrays.stream(Good.values())
        .map(prices::of)
        .map(price ->
            "| %s | $%s for %s | <%s> |\n"
                .formatted(
                    price.unit(), number(price.dollars()), number(price.per()), price.page()))
        .collect(
            Collectors.joining(
                "", "## Prices\n\n| what | list price | AWS's page |\n|---|---|---|\n", ""));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(ROOT, "%,.0f", value)
        : Double.toString(value).contains("E")
            ? String.format(ROOT, "%.10f", value)
            : Double.toString(value);
  }

  private static String dollars(double value) {
    return String.format(ROOT, value < 0.01 ? "$%.4f" : "$%.3f", value);
  }

  private static String amount(double value) {
    if (value == 0) {
      return "–";
    }
    return String.format(ROOT, value >= 100 ? "%,.0f" : value >= 1 ? "%.1f" : "%.3f", value);
  }
}
