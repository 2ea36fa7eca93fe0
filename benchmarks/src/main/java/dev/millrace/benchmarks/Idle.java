package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import dev.millrace.local.lambda.FunctionMode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What ten mappings cost whose streams are silent.
final class Idle implements Benchmark {

  private static final int MAPPINGS = 10;
  private static final Duration SPAN = Duration.ofSeconds(30);
  private static final Duration REST = Duration.ofSeconds(5);
  private static final double GOAL = 2;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var without = share(true, 0);
    var with = share(true, MAPPINGS);
    var polling = share(false, MAPPINGS);
    return List.of(
        row("idle, no mapping", without, "the server, its clients and functions"),
        row("idle, ten mappings", with, "all of it, as above")
            .with(Goal.atMost(GOAL, with - without, " % more than none")),
        row("idle, ten mappings that poll", polling, "signals off: a read a second, as on AWS"));
  }

  private static Row row(String measure, double share, String remark) {
    return Row.of(measure, Samples.fine(share) + " % of a core", "", remark);
  }

  private static double share(boolean signalling, int mappings) throws InterruptedException {
    try (var rig = Rig.start(signalling, FunctionMode.IN_PROCESS)) {
      var feed = new Feed(rig.kinesis());
      rig.function(FunctionMode.IN_PROCESS, "idle", true, MAPPINGS);
      for (var stream : IntStream.range(0, MAPPINGS).mapToObj(i -> "idle-" + i).toList()) {
        feed.create(stream, 1);
        if (mappings > 0) {
          rig.map(FunctionMode.IN_PROCESS, stream, "idle", 100);
        }
        // a mapping learns from its first record whether anybody signals
        rig.kinesis()
            .putRecord(put -> put.streamName(stream).partitionKey("key").data(Feed.data(1)));
      }
      // the last polls of before the first record, and the compiler
      Thread.sleep(REST);
      rig.awaitIdle(FunctionMode.IN_PROCESS);
      Progress.say("idle: %d mappings, %s".formatted(mappings, signalling ? "signals" : "polling"));
      return Cpu.share(SPAN);
    }
  }
}
