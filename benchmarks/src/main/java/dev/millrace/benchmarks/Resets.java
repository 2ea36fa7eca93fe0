package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How long a stack of Millrace's own template takes to go back to its start after a small test.
final class Resets implements Benchmark {

  private static final int WARM_UP = 20;
  private static final int ROUNDS = 100;
  private static final double GOAL = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "resets";
  }

  @Override
  public List<Row> run() {
    var options =
        new StackOptions(
            Path.of(System.getProperty("millrace.home"), "template.yaml"),
            Map.of(),
            "millrace",
            0,
            FunctionMode.IN_PROCESS,
            StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z")),
            Optional.empty());
    try (var stack = Stack.start(options);
        var clients = new SdkClients(stack.endpoint())) {
      var start = stack.checkpoint();
      var idle = new double[ROUNDS];
      var inFlight = new double[ROUNDS];
      for (var round = -WARM_UP; round < ROUNDS; round++) {
        test(clients, round);
        stack.drain(PATIENCE);
        var afterDrain = millis(start::restore);
        test(clients, round);
        var underWay = millis(start::restore);
        if (round >= 0) {
          idle[round] = afterDrain;
          inFlight[round] = underWay;
        }
      }
      return List.of(
          row("reset after a small test", idle, "six functions, nothing under way"),
          row("reset at once after its puts", inFlight, "records in flight"));
    }
  }

  private static void test(SdkClients clients, int round) {
    clients
        .dynamoDb()
        .putItem(put ->
            put.tableName("GameScoreRecords")
                .item(
                    Map.of(
                        "RecordID", AttributeValue.fromN(Integer.toString(round + WARM_UP)),
                        "Username", AttributeValue.fromS("Jane"),
                        "Score", AttributeValue.fromN("10"))));
    for (var stream : List.of("Lab-stream", "wildrydes")) {
      clients
          .kinesis()
          .putRecord(
              put -> put.streamName(stream).partitionKey("k").data(Feed.data(round + WARM_UP)));
    }
  }

  private static double millis(Runnable task) {
    var start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static Row row(String measure, double[] millis, String remark) {
    var samples = new Samples(millis);
    var sorted = millis.clone();
    Arrays.sort(sorted);
    return Row.of(
            measure,
            "%s ms, p99 %s ms"
                .formatted(
                    Samples.fine(samples.median()), Samples.fine(sorted[ROUNDS * 99 / 100 - 1])),
            samples.spread(Samples::fine),
            remark)
        .with(Goal.atMost(GOAL, samples.median(), " ms"));
  }
}
