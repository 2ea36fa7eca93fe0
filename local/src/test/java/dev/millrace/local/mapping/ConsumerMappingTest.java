package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import tools.jackson.databind.json.JsonMapper;

/// Mappings that the Kinesis server pushes to, over HTTP/2.
class ConsumerMappingTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STREAM = TestConfig.KINESIS_STREAM;
  private static final StartingPosition LATEST = new StartingPosition.Latest();

  /// Shared, because each takes seconds to stop.
  private static final SdkEventLoopGroup LOOPS =
      SdkEventLoopGroup.builder().numberOfThreads(2).build();

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final Gateway server = Gateway.open(0);
  private final KinesisClient kinesis = TestClients.at(server.endpoint(), KinesisClient.builder());
  private final KinesisAsyncClient pushing =
      TestClients.at(
          server.endpoint(),
          KinesisAsyncClient.builder()
              .httpClientBuilder(
                  NettyNioAsyncHttpClient.builder()
                      .protocol(Protocol.HTTP2)
                      .eventLoopGroup(LOOPS)));
  private final DynamoDbStreamsClient unused =
      TestClients.at(server.endpoint(), DynamoDbStreamsClient.builder());
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> sources = new LinkedBlockingQueue<>();
  private EventSourceMappings mappings = mappings(signals);

  ConsumerMappingTest() {
    server.add(
        new KinesisServer(clock, "eu-west-1", "000000000000", signals::published, Quotas.none())
            .service());
    kinesis.createStream(stream -> stream.streamName("wildrydes").shardCount(1));
  }

  @AfterAll
  static void stopLoops() {
    var _ = LOOPS.eventLoopGroup().shutdownGracefully();
  }

  @AfterEach
  void stop() {
    mappings.close();
    // before the clients, for they wait seconds for subscriptions that are open
    server.close();
    kinesis.close();
    pushing.close();
    unused.close();
    clock.close();
  }

  private EventSourceMappings mappings(StreamSignals heard) {
    return new EventSourceMappings(
        clock,
        this::invoke,
        _ -> new StreamClients(kinesis, () -> pushing, unused),
        new FakeDestination(),
        heard,
        new Activity(),
        PositionStore.none(),
        Metrics.NONE,
        _ -> false);
  }

  private InvokeResult invoke(String function, byte[] event) {
    for (var record : JsonMapper.shared().readTree(event).get("Records")) {
      sources.add(record.get("eventSourceARN").asString());
      delivered.add(
          (function.equals("consumer") ? "" : function + " ")
              + new String(record.at("/kinesis/data").binaryValue(), UTF_8));
    }
    return success("null");
  }

  private String register(String name) {
    return kinesis
        .registerStreamConsumer(r -> r.streamARN(STREAM).consumerName(name))
        .consumer()
        .consumerARN();
  }

  private void produce(String... messages) {
    for (var message : messages) {
      kinesis.putRecord(put ->
          put.streamName("wildrydes").partitionKey(message).data(SdkBytes.fromUtf8String(message)));
    }
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private List<String> delivered() {
    return new ArrayList<>(delivered);
  }

  @Test
  @Proves({Rule.CONSUMER_SOURCE, Rule.CONSUMER_IN_EVENTS})
  void recordsThatArePushedCarryTheConsumersArn() throws InterruptedException {
    var consumer = register("one");
    produce("a", "b");
    mappings.start(new TestConfig().stream(consumer).build());
    settle();
    produce("c");
    settle();

    assertThat(delivered()).containsExactly("a", "b", "c");
    assertThat(sources).containsOnly(consumer);
  }

  @Test
  void aRecordIsPushedWithoutAnySignal() throws InterruptedException {
    mappings.close();
    mappings = mappings(new StreamSignals());
    mappings.start(new TestConfig().stream(register("one")).from(LATEST).build());
    produce("a");
    assertThat(delivered.poll(60, TimeUnit.SECONDS)).isEqualTo("a");
    produce("b");
    assertThat(delivered.poll(60, TimeUnit.SECONDS)).isEqualTo("b");
  }

  @Test
  @Proves(Rule.SUBSCRIPTIONS_ARE_RENEWED)
  void aSubscriptionIsRenewedWhenItsTimeIsOver() throws InterruptedException {
    produce("before");
    mappings.start(new TestConfig().stream(register("one")).from(LATEST).build());
    settle();
    clock.advance(Duration.ofMinutes(6));
    produce("a");
    settle();
    for (var round = 0; round < 3; round++) {
      clock.advance(Duration.ofMinutes(5));
      produce("round " + round);
      settle();
    }

    assertThat(delivered()).containsExactly("a", "round 0", "round 1", "round 2");
  }

  @Test
  @Proves({Rule.FAN_OUT_OTHERWISE, Rule.PARENTS_FIRST, Rule.BOTH_PARENTS_OF_A_MERGE})
  void shardsThatAreSplitAndMergedAreFollowed() throws InterruptedException {
    mappings.start(new TestConfig().stream(register("one")).build());
    var parents = IntStream.range(0, 20).mapToObj(i -> "parent " + i).toList();
    var children = IntStream.range(0, 20).mapToObj(i -> "child " + i).toList();
    produce(parents.toArray(String[]::new));
    kinesis.splitShard(split ->
        split
            .streamName("wildrydes")
            .shardToSplit("shardId-000000000000")
            .newStartingHashKey("170141183460469231731687303715884105728"));
    produce(children.toArray(String[]::new));
    settle();
    kinesis.mergeShards(merge ->
        merge
            .streamName("wildrydes")
            .shardToMerge("shardId-000000000001")
            .adjacentShardToMerge("shardId-000000000002"));
    produce("grandchild");
    settle();

    assertThat(delivered().subList(0, 20)).isEqualTo(parents);
    assertThat(delivered().subList(20, 40)).containsExactlyInAnyOrderElementsOf(children);
    assertThat(delivered().subList(40, delivered().size())).containsExactly("grandchild");
  }

  @Test
  @Proves(Rule.MAPPINGS_ARE_INDEPENDENT)
  void twoConsumersOfOneStreamAreIndependent() throws InterruptedException {
    mappings.start(
        new TestConfig().uuid("u1").function("f1").stream(register("one")).batchSize(1).build());
    mappings.start(new TestConfig().uuid("u2").function("f2").stream(register("two")).build());
    produce("a", "b", "c");
    settle();

    assertThat(delivered())
        .containsExactlyInAnyOrder("f1 a", "f1 b", "f1 c", "f2 a", "f2 b", "f2 c");
  }

  @Test
  @Proves(Rule.FAN_OUT_OTHERWISE)
  void nothingIsLostOrDeliveredTwiceOverUpdates() throws InterruptedException {
    var config = new TestConfig().stream(register("one"));
    mappings.start(config.build());
    produce("a");
    settle();
    clock.advance(Duration.ofSeconds(6));
    mappings.update(config.batchSize(7).build(), true);
    produce("b");
    settle();
    mappings.update(config.build(), false);
    settle();
    produce("c");
    clock.advance(Duration.ofSeconds(6));
    mappings.update(config.build(), true);
    settle();

    assertThat(delivered()).containsExactly("a", "b", "c");
  }

  @Test
  @Proves(Rule.A_SECOND_SUBSCRIPTION)
  void aConsumerThatIsInUseIsWaitedFor() throws InterruptedException {
    var config = new TestConfig().stream(register("one")).build();
    mappings.start(config);
    settle();
    mappings.update(config, false);
    settle();
    produce("a");
    mappings.update(config, true);

    // the service takes no second subscription within five seconds
    assertThat(mappings.awaitIdle(Duration.ofMillis(300))).isFalse();
    clock.advance(Duration.ofSeconds(5));
    settle();
    assertThat(delivered()).containsExactly("a");
  }

  @Test
  @Proves(Rule.FAN_OUT_OTHERWISE)
  void filtersPassOverWhatDoesNotMatch() throws InterruptedException {
    mappings.start(
        new TestConfig()
            .stream(register("one"))
                .filters("{\"partitionKey\": [{\"prefix\": \"wanted\"}]}")
                .build());
    produce("wanted 1", "other", "wanted 2");
    settle();

    assertThat(delivered()).containsExactly("wanted 1", "wanted 2");
    assertThat(mappings.statuses().getFirst().recordsFiltered()).isEqualTo(1);
  }

  @Test
  @Proves(Rule.FAN_OUT_OTHERWISE)
  void moreThanFitsAtOnceComesWithoutGaps() throws InterruptedException {
    mappings.start(new TestConfig().stream(register("one")).batchSize(10).build());
    var all = IntStream.range(0, 300).mapToObj(Integer::toString).toList();
    produce(all.toArray(String[]::new));
    settle();

    assertThat(delivered()).isEqualTo(all);
  }

  @Test
  @Proves(Rule.A_CONSUMER_THAT_IS_GONE)
  void aConsumerThatIsTakenAwayIsAProblemThatIsToldAndDoesNotSpin() throws InterruptedException {
    var consumer = register("one");
    mappings.start(new TestConfig().stream(consumer).build());
    produce("a");
    settle();
    kinesis.deregisterStreamConsumer(d -> d.consumerARN(consumer));
    produce("b");
    settle();

    assertThat(mappings.statuses().getFirst().lastProcessingResult())
        .contains("Stream consumer not found: " + consumer);
    assertThat(delivered()).containsExactly("a");
  }

  @Test
  @Proves({Rule.A_CONSUMER_MADE_ANEW, Rule.A_CONSUMER_THAT_IS_GONE})
  void aConsumerThatIsMadeAnewIsNotTheOneThatWasRead() throws InterruptedException {
    var first = register("one");
    mappings.start(new TestConfig().uuid("u1").stream(first).build());
    produce("a");
    settle();
    kinesis.deregisterStreamConsumer(d -> d.consumerARN(first));
    clock.advance(Duration.ofSeconds(1));
    var second = register("one");
    produce("b");
    settle();

    assertThat(second).isNotEqualTo(first);
    assertThat(delivered()).containsExactly("a");
    // calm although the stream has more records
    assertThat(mappings.statuses().getFirst().lastProcessingResult())
        .isEqualTo("PROBLEM: Stream consumer not found: " + first);

    mappings.start(new TestConfig().uuid("u2").stream(second).from(LATEST).build());
    produce("c");
    settle();
    assertThat(delivered()).containsExactly("a", "c");
    assertThat(mappings.statuses().getFirst().lastProcessingResult())
        .isEqualTo("PROBLEM: Stream consumer not found: " + first);
  }

  @Test
  @Proves(Rule.STREAM_MUST_EXIST)
  void aConsumerThatIsNotThereIsRefused() {
    var arn = STREAM + "/consumer/nobody:1700000000";

    assertThatThrownBy(() -> mappings.start(new TestConfig().stream(arn).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Stream consumer not found: " + arn);
  }
}
