package dev.millrace.local.kinesis;

import static dev.millrace.local.kinesis.TestSubscriber.position;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.StackClock;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// Enhanced fan-out as the SDK's asynchronous client sees it.
class SubscribeToShardSdkTest {

  private static final Instant START = Instant.parse("2025-11-21T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /// Shared, because each takes seconds to stop.
  private static final SdkEventLoopGroup LOOPS =
      SdkEventLoopGroup.builder().numberOfThreads(2).build();

  private final StackClock clock = StackClock.frozenAt(START);
  private final Gateway gateway = Gateway.open(0);
  private final KinesisServer server =
      new KinesisServer(clock, "us-east-1", Account.ID, _ -> {}, Quotas.none());
  private final KinesisAsyncClient kinesis = client(Protocol.HTTP2);

  @AfterAll
  static void stopLoops() {
    var _ = LOOPS.eventLoopGroup().shutdownGracefully();
  }

  @BeforeEach
  void start() {
    gateway.add(server.service());
  }

  @AfterEach
  void stop() {
    // first, for a client waits seconds for subscriptions that are open
    gateway.close();
    kinesis.close();
    clock.close();
  }

  private KinesisAsyncClient client(Protocol protocol) {
    return KinesisAsyncClient.builder()
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder().protocol(protocol).eventLoopGroup(LOOPS))
        .endpointOverride(gateway.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  /// Makes the stream `s` with a consumer, and gives the consumer's ARN.
  private String consumer(int shards) {
    kinesis.createStream(r -> r.streamName("s").shardCount(shards)).join();
    return register("c");
  }

  private String register(String name) {
    var arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    return kinesis
        .registerStreamConsumer(r -> r.streamARN(arn).consumerName(name))
        .join()
        .consumer()
        .consumerARN();
  }

  private String put(String text) {
    return kinesis
        .putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(text)))
        .join()
        .sequenceNumber();
  }

  private void splitInTwo() {
    kinesis
        .splitShard(r ->
            r.streamName("s")
                .shardToSplit("shardId-000000000000")
                .newStartingHashKey("170141183460469231731687303715884105728"))
        .join();
  }

  private TestSubscriber subscribe(String consumer, ShardIteratorType type) {
    return TestSubscriber.open(kinesis, consumer, 0, position(type));
  }

  /// Waits until so many subscriptions are open and have sent all there is.
  private void awaitWaiting(int count) throws InterruptedException {
    assertThat(server.subscriptions().awaitWaiting(count, PATIENCE))
        .as("%d subscriptions that wait", count)
        .isTrue();
  }

  @Test
  void recordsArePushedAsTheyArrive() throws Exception {
    var consumer = consumer(1);
    put("a");
    var subscriber = subscribe(consumer, ShardIteratorType.TRIM_HORIZON).until(1);

    var b = put("b");
    var event = subscriber.event();

    assertThat(subscriber.seen()).containsExactly("a", "b");
    assertThat(event.millisBehindLatest()).isZero();
    assertThat(event.hasChildShards()).isFalse();
    var record = event.records().getFirst();
    assertThat(record.sequenceNumber()).isEqualTo(b);
    assertThat(record.partitionKey()).isEqualTo("k");
    assertThat(record.approximateArrivalTimestamp()).isEqualTo(START);
  }

  @ParameterizedTest(name = "cborEnabled={0}")
  @ValueSource(strings = {"true", "false"})
  void bothFormatsCarryTheSameEvents(String cbor) throws Exception {
    System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), cbor);
    try (var client = client(Protocol.HTTP2)) {
      var consumer = consumer(1);
      put("täxt");
      var subscriber =
          TestSubscriber.open(client, consumer, 0, position(ShardIteratorType.TRIM_HORIZON))
              .until(1);

      assertThat(subscriber.seen()).containsExactly("täxt");
      subscriber.cancel();
    } finally {
      System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    }
  }

  @Test
  void http11WorksToo() throws Exception {
    try (var client = client(Protocol.HTTP1_1)) {
      var consumer = consumer(1);
      put("a");
      var subscriber =
          TestSubscriber.open(client, consumer, 0, position(ShardIteratorType.TRIM_HORIZON))
              .until(1);
      put("b");

      assertThat(subscriber.until(2).seen()).containsExactly("a", "b");
    }
  }

  @Test
  void aSubscriptionAtTheLatestSkipsWhatWasThere() throws Exception {
    var consumer = consumer(1);
    put("before");
    var subscriber = subscribe(consumer, ShardIteratorType.LATEST);

    assertThat(subscriber.event().records()).isEmpty();
    put("after");
    assertThat(subscriber.until(1).seen()).containsExactly("after");
  }

  @Test
  void sequenceNumbersAndTimesChooseTheStart() throws Exception {
    var consumer = consumer(1);
    var first = put("a");
    clock.advance(Duration.ofSeconds(1));
    put("b");

    var at =
        TestSubscriber.open(
            kinesis, consumer, 0, position(ShardIteratorType.AT_SEQUENCE_NUMBER, first));
    assertThat(at.until(2).seen()).containsExactly("a", "b");
    clock.advance(PAUSE);
    var after =
        TestSubscriber.open(
            kinesis, consumer, 0, position(ShardIteratorType.AFTER_SEQUENCE_NUMBER, first));
    assertThat(after.until(1).seen()).containsExactly("b");
    clock.advance(PAUSE);
    var since =
        TestSubscriber.open(
            kinesis,
            consumer,
            0,
            position(ShardIteratorType.AT_TIMESTAMP).toBuilder()
                .timestamp(START.plusSeconds(1))
                .build());
    assertThat(since.until(1).seen()).containsExactly("b");
  }

  @Test
  @Proves(Rule.CONTINUATION)
  void aSplitEndsTheSubscriptionWithTheChildren() throws Exception {
    var consumer = consumer(1);
    put("a");
    var subscriber = subscribe(consumer, ShardIteratorType.TRIM_HORIZON).until(1);

    splitInTwo();
    var last = subscriber.event();

    assertThat(last.childShards())
        .extracting(ChildShard::shardId)
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    assertThat(last.childShards().getFirst().parentShards())
        .containsExactly("shardId-000000000000");
    assertThat(last.continuationSequenceNumber()).isNull();
    assertThat(subscriber.end()).isEmpty();
    awaitWaiting(0);
  }

  @Test
  @Proves(Rule.SUBSCRIPTIONS_ARE_RENEWED)
  void aSubscriptionLastsFiveMinutes() throws Exception {
    var consumer = consumer(1);
    var subscriber = subscribe(consumer, ShardIteratorType.LATEST);
    subscriber.event();

    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    put("just in time");
    assertThat(subscriber.until(1).seen()).containsExactly("just in time");
    clock.advance(Duration.ofMillis(1));

    assertThat(subscriber.end()).isEmpty();
    awaitWaiting(0);
    assertThat(clock.nextAlarm()).isEmpty();
  }

  @Test
  @Proves(Rule.CONTINUATION)
  void whileNothingComesAnEventEveryFiveSecondsMovesTheContinuation() throws Exception {
    var consumer = consumer(1);
    var subscriber = subscribe(consumer, ShardIteratorType.LATEST);
    subscriber.event();
    var first = subscriber.continuation();
    awaitWaiting(1);
    clock.advance(PAUSE);

    assertThat(subscriber.event().records()).isEmpty();
    assertThat(new BigInteger(subscriber.continuation())).isGreaterThan(new BigInteger(first));
    clock.advance(PAUSE);
    var next =
        TestSubscriber.open(
            kinesis, consumer, 0, position(ShardIteratorType.AFTER_SEQUENCE_NUMBER, first));
    put("a");
    assertThat(next.until(1).seen()).containsExactly("a");
  }

  @Test
  @Proves(Rule.A_SECOND_SUBSCRIPTION)
  void aSecondSubscriptionIsRefusedForFiveSecondsAndThenTakesOver() throws Exception {
    var consumer = consumer(1);
    var first = subscribe(consumer, ShardIteratorType.LATEST);
    first.event();

    clock.advance(PAUSE.minusMillis(1));
    var tooSoon = subscribe(consumer, ShardIteratorType.LATEST);
    assertThat(tooSoon.end())
        .hasValueSatisfying(end ->
            assertThat(end)
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining(
                    "Another active subscription exists for this consumer: "
                        + consumer
                        + ":shardId-000000000000"));
    clock.advance(Duration.ofMillis(1));
    var second = subscribe(consumer, ShardIteratorType.LATEST);
    second.event();

    assertThat(first.end())
        .hasValueSatisfying(end -> assertThat(end).isInstanceOf(ResourceInUseException.class));
    put("a");
    assertThat(second.until(1).seen()).containsExactly("a");
    awaitWaiting(1);
  }

  @Test
  void consumersDoNotDisturbEachOther() throws Exception {
    var one = subscribe(consumer(1), ShardIteratorType.LATEST);
    var two = subscribe(register("d"), ShardIteratorType.LATEST);
    one.event();
    two.event();

    put("a");

    assertThat(one.until(1).seen()).isEqualTo(two.until(1).seen());
  }

  @ParameterizedTest
  @EnumSource
  void anEndOfTheConsumerOrItsStreamEndsTheSubscription(Removal removal) throws Exception {
    var consumer = consumer(1);
    var subscriber = subscribe(consumer, ShardIteratorType.LATEST);
    subscriber.event();

    switch (removal) {
      case CONSUMER -> kinesis.deregisterStreamConsumer(r -> r.consumerARN(consumer)).join();
      case STREAM ->
          kinesis.deleteStream(r -> r.streamName("s").enforceConsumerDeletion(true)).join();
    }

    assertThat(subscriber.end())
        .hasValueSatisfying(end -> assertThat(end).isInstanceOf(ResourceNotFoundException.class));
    awaitWaiting(0);
  }

  /// What is taken away under a subscription.
  enum Removal {
    CONSUMER,
    STREAM
  }

  @Test
  void anUnknownConsumerIsRefusedAtOnce() throws Exception {
    var consumer = consumer(1);

    assertThat(subscribe(consumer + "1", ShardIteratorType.LATEST).end())
        .hasValueSatisfying(end -> assertThat(end).isInstanceOf(ResourceNotFoundException.class));
  }

  @Test
  void aSubscriberWhoCancelsLeavesNothingBehind() throws Exception {
    var consumer = consumer(1);
    var subscriber = subscribe(consumer, ShardIteratorType.LATEST);
    subscriber.event();

    subscriber.cancel();

    awaitWaiting(0);
  }

  @Test
  void aGatewayThatClosesEndsItsSubscriptions() throws Exception {
    var consumer = consumer(1);
    var subscriber = subscribe(consumer, ShardIteratorType.LATEST);
    subscriber.event();

    gateway.close();

    awaitWaiting(0);
    assertThat(subscriber.end()).isPresent();
  }

  @Test
  void aClientThatIsClosedLeavesNothingBehind() throws Exception {
    var consumer = consumer(2);
    try (var client = client(Protocol.HTTP2)) {
      TestSubscriber.open(client, consumer, 0, position(ShardIteratorType.LATEST)).event();
      TestSubscriber.open(client, consumer, 1, position(ShardIteratorType.LATEST)).event();
      awaitWaiting(2);
    }

    awaitWaiting(0);
  }

  @Test
  void aSlowReaderHoldsUpOnlyItself() throws Exception {
    var consumer = consumer(1);
    var slow = TestSubscriber.open(kinesis, consumer, 0, position(ShardIteratorType.LATEST), 1);
    slow.event();
    var fast = subscribe(register("fast"), ShardIteratorType.LATEST);
    fast.event();

    var data = new byte[300_000];
    for (int i = 0; i < 30; i++) {
      server.perform(PutRecord::apply, new PutRecord.Request("s", null, data, "k", null, null));
    }

    assertThat(fast.until(30).seen()).hasSize(30);
    // the rest has not even been asked of the server
    var sent = server.subscriptions().find(consumer, 0).orElseThrow().place();
    assertThat(sent).isLessThan(30);
    slow.request(Long.MAX_VALUE);
    assertThat(slow.until(30).seen()).hasSize(30);
  }

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Proves(Rule.CONTINUATION)
  void subscribersThatComeAndGoLoseNothingAndSeeNothingTwice(long seed) throws Exception {
    var random = new Random(seed);
    var consumer = consumer(1);
    var put = new ArrayList<String>();
    var seen = new ArrayList<String>();
    var start = position(ShardIteratorType.LATEST);
    for (int round = 0; round < 12; round++) {
      var subscriber = TestSubscriber.open(kinesis, consumer, 0, start);
      subscriber.event();
      for (int batch = random.nextInt(4); batch > 0; batch--) {
        putSome(random, put);
        clock.advance(Duration.ofMillis(random.nextInt(3_000)));
      }
      int enough = random.nextInt(put.size() - seen.size() + 1);
      while (subscriber.seen().size() < enough) {
        subscriber.event();
      }
      seen.addAll(subscriber.seen());
      start =
          position(
              random.nextBoolean()
                  ? ShardIteratorType.AT_SEQUENCE_NUMBER
                  : ShardIteratorType.AFTER_SEQUENCE_NUMBER,
              subscriber.continuation());
      if (random.nextBoolean()) {
        subscriber.cancel();
      }
      putSome(random, put);
      clock.advance(PAUSE);
    }

    var last = TestSubscriber.open(kinesis, consumer, 0, start);
    last.until(put.size() - seen.size());
    seen.addAll(last.seen());
    assertThat(seen).isEqualTo(put);
  }

  private void putSome(Random random, List<String> put) {
    var texts =
        IntStream.rangeClosed(0, random.nextInt(20)).mapToObj(i -> "r" + (put.size() + i)).toList();
    var entries =
        texts.stream()
            .map(text ->
                PutRecordsRequestEntry.builder()
                    .partitionKey("k")
                    .data(SdkBytes.fromString(text, UTF_8))
                    .build())
            .toList();
    kinesis.putRecords(r -> r.streamName("s").records(entries)).join();
    put.addAll(texts);
  }
}
