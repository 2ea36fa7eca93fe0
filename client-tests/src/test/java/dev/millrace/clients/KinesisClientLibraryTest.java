package dev.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

/// The real Kinesis Client Library reads a stream through a split and a merge, its leases in the
/// stack's DynamoDB.
class KinesisClientLibraryTest {

  private static final int KEYS = 20;
  private static final int ROUND = 5;

  @TempDir private Path folder = Path.of("");

  private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
  private final List<Happening> seen = new ArrayList<>();
  private Optional<Stack> running = Optional.empty();
  private Optional<SdkClients> open = Optional.empty();
  private int round;

  @BeforeEach
  void start() throws IOException {
    var template =
        Files.writeString(
            folder.resolve("template.yaml"),
            """
            Resources:
              Events:
                Type: AWS::Kinesis::Stream
                Properties: {Name: events, ShardCount: 2}
            """);
    var stack =
        Stack.start(
            new StackOptions(
                template,
                Map.of(),
                "clients",
                0,
                FunctionMode.IN_PROCESS,
                StackClock.ticking(),
                Optional.empty()));
    running = Optional.of(stack);
    open = Optional.of(new SdkClients(stack.endpoint()));
  }

  @AfterEach
  void stop() {
    open.ifPresent(SdkClients::close);
    running.ifPresent(Stack::close);
  }

  private SdkClients clients() {
    return open.orElseThrow();
  }

  @Test
  void everyRecordIsPolledInOrderThroughASplitAndAMerge() throws InterruptedException {
    readThroughASplitAndAMerge(Worker.Mode.POLLING);
  }

  @Test
  void everyRecordIsPushedInOrderThroughASplitAndAMerge() throws InterruptedException {
    readThroughASplitAndAMerge(Worker.Mode.FAN_OUT);
  }

  private void readThroughASplitAndAMerge(Worker.Mode mode) throws InterruptedException {
    put();
    var worker = Worker.start(mode, running.orElseThrow().endpoint(), "events", happenings::add);
    try (worker) {
      awaitEverything();
      put();
      split(openShards().getFirst());
      put();
      awaitEverything();
      merge(openShards().get(1), openShards().get(2));
      put();
      awaitEverything();
    }
    happenings.drainTo(seen);

    for (int key = 0; key < KEYS; key++) {
      assertThat(numbers("key-" + key))
          .containsExactlyElementsOf(IntStream.range(0, round * ROUND).boxed().toList());
    }
    assertThat(ended()).hasSize(3);
    for (var shard : shards()) {
      for (var parent : parents(shard)) {
        assertThat(seen.indexOf(new Happening.Began(shard.shardId())))
            .as("%s begins after %s ends", shard.shardId(), parent)
            .isGreaterThan(seen.indexOf(new Happening.Ended(parent)))
            .isNotNegative();
      }
    }
  }

  /// Puts the next records of every key.
  private void put() {
    for (int number = round * ROUND; number < (round + 1) * ROUND; number++) {
      var text = SdkBytes.fromUtf8String(String.valueOf(number));
      var entries =
          IntStream.range(0, KEYS)
              .mapToObj(key ->
                  PutRecordsRequestEntry.builder().partitionKey("key-" + key).data(text).build())
              .toList();
      var response = clients().kinesis().putRecords(r -> r.streamName("events").records(entries));
      assertThat(response.failedRecordCount()).isZero();
    }
    round++;
  }

  private void awaitEverything() throws InterruptedException {
    while (seen.stream().filter(Happening.Came.class::isInstance).count()
        < (long) round * ROUND * KEYS) {
      var next = happenings.poll(60, TimeUnit.SECONDS);
      assertThat(next).as("after %s", seen).isNotNull();
      seen.add(next);
    }
  }

  private List<Integer> numbers(String key) {
    return seen.stream()
        .filter(Happening.Came.class::isInstance)
        .map(Happening.Came.class::cast)
        .filter(each -> each.key().equals(key))
        .map(Happening.Came::number)
        .toList();
  }

  private List<Happening> ended() {
    return seen.stream().filter(Happening.Ended.class::isInstance).toList();
  }

  private static List<String> parents(Shard shard) {
    var parents = new ArrayList<String>();
    Optional.ofNullable(shard.parentShardId()).ifPresent(parents::add);
    Optional.ofNullable(shard.adjacentParentShardId()).ifPresent(parents::add);
    return parents;
  }

  private List<Shard> shards() {
    return clients().kinesis().listShards(r -> r.streamName("events")).shards();
  }

  /// By their hash keys.
  private List<Shard> openShards() {
    return shards().stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .sorted(
            Comparator.comparing(shard -> new BigInteger(shard.hashKeyRange().startingHashKey())))
        .toList();
  }

  private void split(Shard shard) {
    var middle =
        new BigInteger(shard.hashKeyRange().startingHashKey())
            .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
            .shiftRight(1);
    clients()
        .kinesis()
        .splitShard(r ->
            r.streamName("events")
                .shardToSplit(shard.shardId())
                .newStartingHashKey(middle.toString()));
  }

  private void merge(Shard shard, Shard next) {
    clients()
        .kinesis()
        .mergeShards(r ->
            r.streamName("events")
                .shardToMerge(shard.shardId())
                .adjacentShardToMerge(next.shardId()));
  }
}
