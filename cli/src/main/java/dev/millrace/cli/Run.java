package dev.millrace.cli;

import dev.millrace.cli.InputMixin.Inputs;
import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.aws.Stream;
import dev.millrace.cli.check.Outcome;
import dev.millrace.cli.check.Report;
import dev.millrace.cli.feed.Feed;
import dev.millrace.cli.feed.Feed.Lane;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.flink.FlinkException;
import dev.millrace.cli.flink.FlinkJob;
import dev.millrace.cli.live.FunctionLogs;
import dev.millrace.cli.live.LiveProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// One run against a stack: feeds it, waits until it is at rest, and checks what came out.
final class Run {

  private static final String LOGGER = "ProcessKinesisRecords";
  private static final Duration LAST_LOG_LINES = Duration.ofSeconds(5);

  private final RunningStack stack;
  private final AwsClients clients;
  private final FunctionLogs logs;
  private final Output output;
  private final Optional<FlinkJob> job;

  private final Outcome outcome;
  private final Feed feed;
  private final MalformedLines malformed;
  private final LiveProgress live;
  private final long began = System.nanoTime();

  /// Where a run writes.
  ///
  /// @param out for a person
  /// @param json gets the checks as one object, instead of tables for a person
  record Output(PrintWriter out, PrintWriter err, boolean ansi, Optional<PrintWriter> json) {}

  Run(
      RunningStack stack,
      Optional<FlinkJob> job,
      AwsClients clients,
      FunctionLogs logs,
      Output output) {
    this.job = job;
    this.outcome = Outcome.empty(job.isPresent());
    this.stack = stack;
    this.clients = clients;
    this.logs = logs;
    this.output = output;
    this.live = new LiveProgress(output.out(), output.ansi(), this::snapshot);
    this.malformed = new MalformedLines(this::reportMalformed);
    this.feed = new Feed(clients, malformed);
  }

  /// Whether everything is as it must be, and all input could be read.
  boolean agrees(Inputs inputs, Duration drainLimit) throws InterruptedException {
    // as docs/score-delivery.md has its reader do
    stack.scoreSearch().ifPresent(search -> Outcome.scoreIndex(search).identifyBy("id"));
    var drained = feedAndDrain(inputs, drainLimit);
    var logged = logs.awaitRecords(LOGGER, outcome.scores().expectedEvents(), LAST_LOG_LINES);
    var report =
        new Report(
            outcome.read(
                clients,
                stack.deliveryBucket(),
                stack.quarantineBucket(),
                stack.scoreSearch(),
                logged),
            output.ansi());
    output.out().println();
    malformed.summary().forEach(output.out()::println);
    stack.faults().ifPresent(output.out()::println);
    output.json().ifPresentOrElse(report::printJson, () -> report.print(output.out()));
    return drained && report.agrees() && malformed.isEmpty();
  }

  private boolean feedAndDrain(Inputs inputs, Duration drainLimit) throws InterruptedException {
    live.start();
    try (live) {
      feed.run(
          new Lane<>(inputs.scores(), outcome.scores()::expect),
          new Lane<>(inputs.readings(), outcome::expect),
          new Lane<>(inputs.trips(), outcome.trips()::expect));
      if (job.isPresent()) {
        drain(job.get(), drainLimit);
      }
      stack.drain(drainLimit);
      return true;
    } catch (StackException | FlinkException e) {
      output.err().println("not drained: " + e.getMessage());
      output.err().flush();
      return false;
    }
  }

  /// Before the stack, which skips its clock ahead, over the end of a record's life maybe.
  private void drain(FlinkJob flink, Duration limit) throws InterruptedException {
    flink.drain(limit);
    var stream = new Stream(clients.kinesis(), flink.properties().summaryStream());
    outcome.summaries().orElseThrow().found(stream.records());
  }

  private void reportMalformed(String line) {
    live.interlude(() -> {
      output.err().println(line);
      output.err().flush();
    });
  }

  private LiveProgress.Snapshot snapshot() {
    var fed =
        "after %d s: fed %s score changes, %s readings, %s trips"
            .formatted(
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                fed(feed.scores()),
                fed(feed.readings()),
                fed(feed.trips()));
    return new LiveProgress.Snapshot(fed, logs.complete(stack.stages()));
  }

  private static String fed(Progress progress) {
    return String.format(Locale.ROOT, "%,d%s", progress.sent(), progress.isFinished() ? "" : "…");
  }
}
