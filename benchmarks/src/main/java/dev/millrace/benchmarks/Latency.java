package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import dev.millrace.local.lambda.FunctionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// How long a record takes from the start of its PutRecord call until the function is entered with
/// its event parsed, when nothing else is going on.
final class Latency implements Benchmark {

  private static final int WARM_UP = 300;
  private static final int SAMPLES = 1_000;

  /// Between two samples, so that threads and connections come to rest.
  private static final Duration REST = Duration.ofMillis(10);

  private static final int POLLED_STREAMS = 20;
  private static final int POLLED_SAMPLES = 15;
  private static final long SEED = 42;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var rows = new ArrayList<Row>();
    rows.addAll(signalled());
    rows.addAll(polled());
    return rows;
  }

  private static List<Row> signalled() throws InterruptedException {
    var entry = new Histogram(3);
    var bare = new Histogram(3);
    try (var rig = Rig.start(true, FunctionMode.IN_PROCESS)) {
      new Feed(rig.kinesis()).create("nobody-reads", 1);
      var entered = listen(rig, "latency");
      for (int i = -WARM_UP; i < SAMPLES; i++) {
        var alone = put(rig, "nobody-reads", i);
        rig.awaitIdle(FunctionMode.IN_PROCESS);
        Thread.sleep(REST);
        var began = System.nanoTime();
        put(rig, "latency", i);
        var took = await(entered) - began;
        rig.awaitIdle(FunctionMode.IN_PROCESS);
        Thread.sleep(REST);
        if (i >= 0) {
          entry.recordValue(took);
          bare.recordValue(alone);
        }
      }
    }
    return List.of(
        row("put to function, p50", entry, 50, share(bare, entry, 50)).with(goal(20, entry, 50)),
        row("put to function, p90", entry, 90, share(bare, entry, 90)),
        row("put to function, p99", entry, 99, share(bare, entry, 99)).with(goal(60, entry, 99)),
        row("put to function, slowest", entry, 100, "of %,d".formatted(SAMPLES)),
        row("PutRecord call alone, p50", bare, 50, ""),
        row("PutRecord call alone, p99", bare, 99, ""));
  }

  private static List<Row> polled() throws InterruptedException {
    var entry = new ConcurrentHistogram(3);
    try (var rig = Rig.start(false, FunctionMode.IN_PROCESS);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var streams = IntStream.range(0, POLLED_STREAMS).mapToObj(i -> "polled-" + i).toList();
      Progress.say("latency by polling: %d samples".formatted(POLLED_STREAMS * POLLED_SAMPLES));
      var all = new ArrayList<Future<?>>();
      for (var stream : streams) {
        var entered = listen(rig, stream);
        all.add(
            threads.submit(() -> {
              poll(rig, stream, entered, entry);
              return null;
            }));
      }
      for (var each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    var remark = "signals off: a read a second, as on AWS";
    return List.of(
        row("put to function by polling, p50", entry, 50, remark),
        row("put to function by polling, p90", entry, 90, ""),
        row("put to function by polling, p99", entry, 99, ""),
        row("put to function by polling, slowest", entry, 100, "of " + entry.getTotalCount()));
  }

  /// Puts records at moments that have nothing to do with when the stream is read.
  private static void poll(Rig rig, String stream, BlockingQueue<Long> entered, Histogram into)
      throws InterruptedException {
    var random = new Random(SEED + stream.hashCode());
    for (int i = -1; i < POLLED_SAMPLES; i++) {
      Thread.sleep(random.nextInt(1000));
      var began = System.nanoTime();
      put(rig, stream, i);
      var took = await(entered) - began;
      if (i >= 0) {
        into.recordValue(took);
      }
    }
  }

  /// A stream of one shard, a function, and the times at which the function is entered.
  private static BlockingQueue<Long> listen(Rig rig, String name) {
    var entered = new LinkedBlockingQueue<Long>();
    LongConsumer listener = entered::add;
    System.getProperties().put("millrace.benchmarks.entered." + name, listener);
    new Feed(rig.kinesis()).create(name, 1);
    rig.function(FunctionMode.IN_PROCESS, name, true, 1);
    rig.map(FunctionMode.IN_PROCESS, name, name, 100);
    return entered;
  }

  private static long put(Rig rig, String stream, int number) {
    var began = System.nanoTime();
    rig.kinesis()
        .putRecord(
            request -> request.streamName(stream).partitionKey("key").data(Feed.data(number)));
    return System.nanoTime() - began;
  }

  private static long await(BlockingQueue<Long> entered) throws InterruptedException {
    var at = entered.poll(1, TimeUnit.MINUTES);
    if (at == null) {
      throw new IllegalStateException("a record did not reach its function within a minute");
    }
    return at;
  }

  private static Row row(String measure, Histogram histogram, double percentile, String remark) {
    return Row.of(measure, Samples.fine(millis(histogram, percentile)) + " ms", "", remark);
  }

  private static Goal goal(double most, Histogram histogram, double percentile) {
    return Goal.atMost(most, millis(histogram, percentile), " ms");
  }

  private static String share(Histogram part, Histogram whole, double percentile) {
    return "a bare PutRecord is %.0f %% of it"
        .formatted(100 * millis(part, percentile) / millis(whole, percentile));
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e6;
  }
}
