package dev.millrace.cli.live;

import dev.millrace.cli.check.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Shows how a run goes on: a table drawn again in its place on a terminal, else a few lines now
/// and then.
public final class LiveProgress implements AutoCloseable {

  private static final Duration IN_PLACE = Duration.ofMillis(250);
  private static final Duration PLAIN = Duration.ofSeconds(3);

  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  /// What is shown.
  ///
  /// @param fed how far the input is, in one line
  public record Snapshot(String fed, List<Stage> stages) {}

  private final PrintWriter out;
  private final boolean inPlace;
  private final Supplier<Snapshot> source;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("progress").factory());

  private int drawn;
  private List<String> last = List.of();

  /// @param inPlace whether `out` is a terminal that understands cursor movements
  public LiveProgress(PrintWriter out, boolean inPlace, Supplier<Snapshot> source) {
    this.out = out;
    this.inPlace = inPlace;
    this.source = source;
  }

  /// Begins to show.
  public void start() {
    var every = (inPlace ? IN_PLACE : PLAIN).toMillis();
    var _ = ticker.scheduleWithFixedDelay(this::draw, every, every, TimeUnit.MILLISECONDS);
  }

  /// Shows the state of now; in plain lines only what has changed.
  public synchronized void draw() {
    var snapshot = source.get();
    var lines = inPlace ? table(snapshot) : plain(snapshot);
    if (inPlace) {
      up();
      lines.forEach(line -> out.print(line + CLEAR_LINE + "\n"));
      out.print(CLEAR_BELOW);
      drawn = lines.size();
    } else {
      lines.stream().filter(line -> !last.contains(line)).forEach(out::println);
    }
    last = lines;
    out.flush();
  }

  /// Prints something else without tearing the table.
  public synchronized void interlude(Runnable print) {
    if (inPlace) {
      up();
      out.print(CLEAR_BELOW);
      out.flush();
      drawn = 0;
    }
    print.run();
  }

  private void up() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\r");
    }
  }

  private static List<String> table(Snapshot snapshot) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("stage", "records in", "invoked", "written", "failed", "lag"));
    for (var stage : snapshot.stages()) {
      rows.add(
          List.of(
              stage.name(),
              count(stage.in()),
              count(stage.invocations()),
              count(stage.written()),
              count(stage.failed()),
              count(stage.lag())));
    }
    var lines = new ArrayList<String>();
    lines.add(snapshot.fed());
    lines.addAll(new TextTable(rows).lines());
    return lines;
  }

  private static List<String> plain(Snapshot snapshot) {
    var lines = new ArrayList<String>();
    lines.add(snapshot.fed());
    for (var stage : snapshot.stages()) {
      lines.add(
          "%s: %s in, %s invoked, %s written, %s failed, lag %s"
              .formatted(
                  stage.name(),
                  count(stage.in()),
                  count(stage.invocations()),
                  count(stage.written()),
                  count(stage.failed()),
                  count(stage.lag())));
    }
    return lines;
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// Shows the last state and stops.
  @Override
  public void close() {
    ticker.shutdownNow();
    draw();
  }
}
