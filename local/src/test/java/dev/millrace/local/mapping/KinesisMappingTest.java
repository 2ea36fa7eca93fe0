package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.crash;
import static dev.millrace.local.mapping.FakeFunction.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.KplAggregate;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.services.SqsService;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Mappings that read the Kinesis server, and report to the SQS server, over HTTP.
class KinesisMappingTest {

  private static final String REGION = "eu-west-1";
  private static final String ACCOUNT = "000000000000";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Gateway gateway;
  private static SqsService queues;
  private static SqsClient sqs;

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final List<List<String>> batches = new ArrayList<>();
  private final List<JsonNode> events = new ArrayList<>();
  private Function<List<String>, InvokeResult> function = _ -> success("null");
  private Gateway server;
  private KinesisClient kinesis;
  private DynamoDbStreamsClient unused;
  private EventSourceMappings mappings;
  private String queue;
  private String queueUrl;

  @BeforeAll
  static void startQueues() {
    gateway = Gateway.open(0);
    queues = SqsService.start(gateway.port(), REGION, ACCOUNT);
    gateway.add(queues.route());
    sqs = TestClients.at(gateway.endpoint(), SqsClient.builder());
  }

  @AfterAll
  static void stopQueues() {
    sqs.close();
    gateway.close();
    queues.close();
  }

  @BeforeEach
  void start(TestInfo test) {
    server = Gateway.open(0);
    server.add(
        new KinesisServer(clock, REGION, ACCOUNT, signals::published, Quotas.none()).service());
    kinesis = TestClients.at(server.endpoint(), KinesisClient.builder());
    unused = TestClients.at(server.endpoint(), DynamoDbStreamsClient.builder());
    kinesis.createStream(stream -> stream.streamName("wildrydes").shardCount(1));
    queueUrl =
        sqs.createQueue(q -> q.queueName(test.getTestMethod().orElseThrow().getName())).queueUrl();
    queue = "arn:aws:sqs:eu-west-1:000000000000:" + test.getTestMethod().orElseThrow().getName();
    mappings = mappings(PositionStore.none());
  }

  private EventSourceMappings mappings(PositionStore store) {
    return new EventSourceMappings(
        clock,
        this::invoke,
        kinesis,
        unused,
        new FailureDestinations(sqs, new FakeTopics(), new FakeBuckets()),
        signals,
        new Activity(),
        store);
  }

  @AfterEach
  void stop() {
    mappings.close();
    kinesis.close();
    unused.close();
    server.close();
    clock.close();
  }

  private InvokeResult invoke(String name, byte[] event) {
    var tree = JsonMapper.shared().readTree(event);
    var batch = new ArrayList<String>();
    tree.get("Records")
        .forEach(record -> batch.add(new String(record.at("/kinesis/data").binaryValue(), UTF_8)));
    synchronized (this) {
      events.add(tree);
      batches.add(List.copyOf(batch));
    }
    return function.apply(batch);
  }

  private synchronized List<List<String>> batches() {
    return List.copyOf(batches);
  }

  private synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  /// One put per message, like the workshop's producer.
  private void produce(String... messages) {
    for (var message : messages) {
      kinesis.putRecord(put ->
          put.streamName("wildrydes")
              .partitionKey("Shadowfax")
              .data(SdkBytes.fromUtf8String(message)));
    }
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private void passTime() throws InterruptedException {
    settle();
    for (var next = clock.nextAlarm(); next.isPresent(); next = clock.nextAlarm()) {
      clock.advance(Duration.between(clock.instant(), next.get()));
      settle();
    }
  }

  private List<JsonNode> messages() {
    return sqs
        .receiveMessage(receive -> receive.queueUrl(queueUrl).maxNumberOfMessages(10))
        .messages()
        .stream()
        .map(message -> JsonMapper.shared().readTree(message.body()))
        .toList();
  }

  // ---- the source

  @Test
  @Proves({Rule.LATEST_MISSES_NOTHING, Rule.KINESIS_EVENT_ID, Rule.KINESIS_DATA})
  void aRecordArrivesAsItWasPut() throws InterruptedException {
    mappings.start(new TestConfig().from(new StartingPosition.Latest()).build());

    produce("hello");
    settle();

    var record = events().getFirst().get("Records").get(0);
    assertThat(batches()).containsExactly(List.of("hello"));
    assertThat(record.at("/kinesis/partitionKey").asString()).isEqualTo("Shadowfax");
    assertThat(record.at("/kinesis/approximateArrivalTimestamp").asLong())
        .isEqualTo(START.getEpochSecond());
    assertThat(record.at("/eventID").asString())
        .isEqualTo("shardId-000000000000:" + record.at("/kinesis/sequenceNumber").asString());
  }

  @Test
  @Proves(Rule.STARTING_POSITIONS)
  void everyStartingPositionStartsWhereItSays() throws InterruptedException {
    produce("old");
    clock.advance(Duration.ofMinutes(1));
    var from = clock.instant();
    produce("later");
    clock.advance(Duration.ofMinutes(1));

    mappings.start(new TestConfig().uuid("1").from(new StartingPosition.AtTimestamp(from)).build());
    settle();
    assertThat(batches()).containsExactly(List.of("later"));
    mappings.start(new TestConfig().uuid("2").from(new StartingPosition.TrimHorizon()).build());
    settle();
    assertThat(batches()).last().isEqualTo(List.of("old", "later"));
    mappings.start(new TestConfig().uuid("3").from(new StartingPosition.Latest()).build());
    settle();
    assertThat(batches()).hasSize(2);
  }

  @Test
  @Proves(Rule.EXPIRED_ITERATORS)
  void anExpiredIteratorIsReplacedWithoutLossOrRepetition() throws InterruptedException {
    produce("before");
    mappings.start(new TestConfig().from(new StartingPosition.Latest()).build());
    settle();

    clock.advance(Duration.ofMinutes(10));
    produce("1");
    settle();
    clock.advance(Duration.ofMinutes(10));
    produce("2");
    settle();

    assertThat(batches()).containsExactly(List.of("1"), List.of("2"));
  }

  /// Another server for the same stream, whose clock is behind ours.
  private void startServerBehind(Duration behind, StackClock theirs) {
    assertThat(theirs.instant()).isEqualTo(clock.instant().minus(behind));
    kinesis.close();
    server.close();
    server = Gateway.open(0);
    server.add(
        new KinesisServer(theirs, REGION, ACCOUNT, signals::published, Quotas.none()).service());
    kinesis = TestClients.at(server.endpoint(), KinesisClient.builder());
    kinesis.createStream(stream -> stream.streamName("wildrydes").shardCount(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.5S", "PT20M", "PT5H"})
  @Proves(Rule.A_CLOCK_THAT_WENT_BACK)
  void aSavedTimeThatTheStreamsClockHasNotReachedLosesNothing(Duration behind, @TempDir Path folder)
      throws InterruptedException {
    var latest = new TestConfig().from(new StartingPosition.Latest()).build();
    mappings = mappings(PositionFiles.in(folder));
    mappings.start(latest);
    settle();
    mappings.close();
    try (var theirs = StackClock.frozenAt(clock.instant().minus(behind))) {
      startServerBehind(behind, theirs);
      produce("while nobody read");

      mappings = mappings(PositionFiles.in(folder));
      mappings.start(latest);
      settle();
      produce("then");
      settle();
      theirs.advance(Duration.ofMinutes(10));
      produce("after the iterator expired");
      settle();
      mappings.close();
    }

    assertThat(batches())
        .containsExactly(
            List.of("while nobody read"), List.of("then"), List.of("after the iterator expired"));
  }

  @Test
  @Proves({Rule.STARTING_POSITIONS, Rule.A_CLOCK_THAT_WENT_BACK})
  void aStartingTimeThatTheStreamsClockHasNotReachedBeginsBehindWhatIsThere()
      throws InterruptedException {
    mappings.close();
    var behind = Duration.ofSeconds(5);
    try (var theirs = StackClock.frozenAt(clock.instant().minus(behind))) {
      startServerBehind(behind, theirs);
      produce("before");
      mappings = mappings(PositionStore.none());
      mappings.start(
          new TestConfig().from(new StartingPosition.AtTimestamp(clock.instant())).build());
      theirs.advance(behind);
      produce("at that time");
      settle();
      mappings.close();
    }

    assertThat(batches()).containsExactly(List.of("at that time"));
  }

  // ---- filters

  @Test
  @Proves({Rule.THE_BATCH_SIZE_COUNTS_MATCHES, Rule.DATA_ARE_DELIVERED_AS_PUT})
  void onlyRecordsThatMatchAreDeliveredAsTheyWerePut() throws InterruptedException {
    var sharp = "{ \"speed\" : 3.0e2 }";
    produce("{\"speed\":1}", sharp, "not JSON", "{\"speed\":300}", "{\"speed\":2}", sharp, sharp);

    mappings.start(new TestConfig().batchSize(2).filters("{\"data\":{\"speed\":[3.0e2]}}").build());
    settle();

    assertThat(batches()).containsExactly(List.of(sharp, sharp), List.of(sharp));
    var status = mappings.statuses().getFirst();
    assertThat(status.recordsRead()).isEqualTo(7);
    assertThat(status.recordsFiltered()).isEqualTo(4);
    assertThat(status.recordsResolved()).isEqualTo(3);
    assertThat(messages()).isEmpty();
  }

  /// As the Kinesis Producer Library does: magic number, protocol buffer, MD5.
  private static byte[] aggregated(String json) {
    var data = json.getBytes(UTF_8);
    var message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {(1 << 3) | 2, 1, 'k'});
    message.writeBytes(new byte[] {(3 << 3) | 2, (byte) (data.length + 4), 1 << 3, 0});
    message.writeBytes(new byte[] {(3 << 3) | 2, (byte) data.length});
    message.writeBytes(data);
    var all = new ByteArrayOutputStream();
    all.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
    all.writeBytes(message.toByteArray());
    try {
      all.writeBytes(MessageDigest.getInstance("MD5").digest(message.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has MD5", e);
    }
    return all.toByteArray();
  }

  @Test
  @Proves(Rule.AGGREGATED_RECORDS_ARE_FILTERED_WHOLE)
  void anAggregatedRecordIsFilteredAsTheOneThatHoldsTheOthers() throws InterruptedException {
    var record = aggregated("{\"speed\":1}");
    assertThat(KplAggregate.unpack(record))
        .hasValueSatisfying(inner ->
            assertThat(inner)
                .extracting(each -> new String(each.data(), UTF_8))
                .containsExactly("{\"speed\":1}"));
    kinesis.putRecord(put ->
        put.streamName("wildrydes").partitionKey("Shadowfax").data(SdkBytes.fromByteArray(record)));

    mappings.start(new TestConfig().uuid("1").filters("{\"data\":{\"speed\":[1]}}").build());
    settle();
    assertThat(batches()).isEmpty();
    assertThat(mappings.statuses().getFirst().recordsFiltered()).isEqualTo(1);

    mappings.start(
        new TestConfig().uuid("2").filters("{\"partitionKey\":[\"Shadowfax\"]}").build());
    settle();
    assertThat(events().getFirst().at("/Records/0/kinesis/data").binaryValue()).isEqualTo(record);
  }

  @Test
  @Proves({Rule.FILTERED_RECORDS_ARE_PASSED_OVER, Rule.NOTHING_MATCHED})
  void recordsThatMatchNothingAreReadOnceAndNeverDelivered() throws InterruptedException {
    mappings.start(
        new TestConfig()
            .from(new StartingPosition.Latest())
            .maximumAge(60)
            .toQueue(queue)
            .filters("{\"partitionKey\":[\"Rocinante\"]}")
            .build());
    produce("1", "2");
    settle();
    // long enough for the iterator to expire and for the records to be too old
    clock.advance(Duration.ofMinutes(10));
    produce("3");
    settle();

    assertThat(batches()).isEmpty();
    assertThat(messages()).isEmpty();
    assertThat(mappings.statuses().getFirst().recordsFiltered()).isEqualTo(3);
    assertThat(mappings.statuses().getFirst().lastProcessingResult())
        .isEqualTo("No records processed");
  }

  @Test
  @Proves(Rule.STREAM_MUST_EXIST)
  void aStreamThatDoesNotExistIsRefused() {
    var arn = "arn:aws:kinesis:eu-west-1:000000000000:stream/none";

    assertThatThrownBy(() -> mappings.start(new TestConfig().stream(arn).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Stream not found: " + arn);
    assertThat(mappings.statuses()).isEmpty();
  }

  @Test
  @Proves(Rule.LAST_PROCESSING_RESULT_OTHERWISE)
  void aStreamThatWasDeletedIsAProblemNotWork() throws InterruptedException {
    mappings.start(new TestConfig().build());
    settle();

    kinesis.deleteStream(delete -> delete.streamName("wildrydes"));
    signals.published(TestConfig.KINESIS_STREAM);
    settle();

    assertThat(mappings.statuses().getFirst().lastProcessingResult())
        .isEqualTo("PROBLEM: Stream not found: " + TestConfig.KINESIS_STREAM);
  }

  @Test
  @Proves(Rule.PARENTS_FIRST)
  void reshardingKeepsTheOrderOfEveryKeyAndLosesNothing() throws InterruptedException {
    mappings.start(new TestConfig().from(new StartingPosition.Latest()).batchSize(7).build());
    for (var round = 0; round < 8; round++) {
      putAll(round);
      kinesis.updateShardCount(update ->
          update
              .streamName("wildrydes")
              .targetShardCount(openShards() == 1 ? 2 : 1)
              .scalingType("UNIFORM_SCALING"));
    }
    settle();

    var seen = rounds();
    assertThat(seen).hasSize(10);
    assertThat(seen.values())
        .allSatisfy(rounds -> assertThat(rounds).containsExactly(0, 1, 2, 3, 4, 5, 6, 7));
  }

  private long openShards() {
    return kinesis.listShards(list -> list.streamName("wildrydes")).shards().stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .count();
  }

  private void putAll(int round) {
    var entries =
        IntStream.range(0, 10)
            .mapToObj(key ->
                PutRecordsRequestEntry.builder()
                    .partitionKey("k" + key)
                    .data(SdkBytes.fromUtf8String("k" + key + " " + round))
                    .build())
            .toList();
    kinesis.putRecords(put -> put.streamName("wildrydes").records(entries));
  }

  // ---- lanes

  private static String keyOf(String message) {
    return message.substring(0, message.indexOf(' '));
  }

  /// Waits until so many invocations are under way, and tells if there ever are two of one key.
  private static final class Crowd {
    private final CountDownLatch expected;
    private final Set<String> keys = new HashSet<>();
    private final List<String> overlaps = new ArrayList<>();
    private int running;
    private int most;

    private Crowd(int invocations) {
      expected = new CountDownLatch(invocations);
    }

    private InvokeResult call(List<String> batch) {
      var mine = new HashSet<>(batch.stream().map(KinesisMappingTest::keyOf).toList());
      begin(mine);
      try {
        expected.countDown();
        return expected.await(30, TimeUnit.SECONDS) ? success("null") : crash();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        end(mine);
      }
    }

    private synchronized void begin(Set<String> mine) {
      most = Math.max(most, ++running);
      mine.stream().filter(keys::contains).forEach(overlaps::add);
      keys.addAll(mine);
    }

    private synchronized void end(Set<String> mine) {
      running--;
      keys.removeAll(mine);
    }
  }

  @Test
  @Proves({Rule.LANES_AT_A_TIME, Rule.ORDER_OF_KEYS})
  void theLanesOfAShardRunAtOnceAndKeepTheOrderOfEveryKey() throws InterruptedException {
    var crowd = new Crowd(3);
    function = crowd::call;
    for (var round = 0; round < 8; round++) {
      putAll(round);
    }
    mappings.start(new TestConfig().parallel(3).batchSize(4).build());
    settle();

    assertThat(crowd.most).isEqualTo(3);
    assertThat(crowd.overlaps).isEmpty();
    var seen = rounds();
    assertThat(seen).hasSize(10);
    assertThat(seen.values())
        .allSatisfy(rounds -> assertThat(rounds).containsExactly(0, 1, 2, 3, 4, 5, 6, 7));
    assertThat(mappings.statuses().getFirst().failedInvocations()).isZero();
  }

  private Map<String, List<Integer>> rounds() {
    var seen = new HashMap<String, List<Integer>>();
    for (var message : batches().stream().flatMap(List::stream).toList()) {
      var parts = message.split(" ", 2);
      seen.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
    }
    return seen;
  }

  @Test
  @Proves(Rule.A_LANE_OF_ITS_OWN)
  void poisonInOneLaneIsReportedWithTheRecordsOfThatLane() throws InterruptedException {
    function = batch -> batch.contains("k3 0") ? crash() : success("null");
    putAll(0);
    mappings.start(new TestConfig().parallel(4).retries(1).toQueue(queue).build());
    passTime();

    var lane = Math.floorMod(KeyHash.of("k3"), 4);
    var poisoned =
        IntStream.range(0, 10)
            .mapToObj(key -> "k" + key)
            .filter(key -> Math.floorMod(KeyHash.of(key), 4) == lane)
            .map(key -> key + " 0")
            .toList();
    assertThat(batches().stream().filter(poisoned::equals)).hasSize(2);
    var messages = messages();
    assertThat(messages).hasSize(1);
    var info = messages.getFirst().get("KinesisBatchInfo");
    assertThat(info.at("/batchSize").asInt()).isEqualTo(poisoned.size());
    var failed =
        events().stream()
            .map(event -> event.get("Records"))
            .filter(records ->
                records
                    .get(0)
                    .at("/kinesis/partitionKey")
                    .asString()
                    .equals(keyOf(poisoned.getFirst())))
            .findFirst()
            .orElseThrow();
    assertThat(info.at("/startSequenceNumber").asString())
        .isEqualTo(failed.get(0).at("/kinesis/sequenceNumber").asString());
    assertThat(info.at("/endSequenceNumber").asString())
        .isEqualTo(failed.get(failed.size() - 1).at("/kinesis/sequenceNumber").asString());
    assertThat(mappings.statuses().getFirst().recordsDiscarded()).isEqualTo(poisoned.size());
    assertThat(mappings.statuses().getFirst().recordsResolved()).isEqualTo(10);
  }

  @Test
  @Proves({Rule.ORDER_OF_KEYS, Rule.PARENTS_FIRST})
  void reshardingWaitsForEveryLaneAndKeepsTheOrderOfEveryKey() throws InterruptedException {
    var crowd = new Crowd(2);
    function = crowd::call;
    mappings.start(new TestConfig().parallel(4).batchSize(3).build());
    for (var round = 0; round < 6; round++) {
      putAll(round);
      kinesis.updateShardCount(update ->
          update
              .streamName("wildrydes")
              .targetShardCount(openShards() == 1 ? 2 : 1)
              .scalingType("UNIFORM_SCALING"));
    }
    settle();

    assertThat(crowd.overlaps).isEmpty();
    assertThat(rounds()).hasSize(10);
    assertThat(rounds().values())
        .allSatisfy(rounds -> assertThat(rounds).containsExactly(0, 1, 2, 3, 4, 5));
  }

  @Test
  @Proves({Rule.WINDOW_MEMBERS, Rule.THE_FINAL_CALL, Rule.CLOSED_BY_THE_CLOCK})
  void aWindowOfAMinuteIsClosedByTheStacksClock() throws InterruptedException {
    function = _ -> success("{\"state\":{\"seen\":true}}");
    mappings.start(new TestConfig().from(new StartingPosition.Latest()).window(60).build());
    clock.advance(Duration.ofSeconds(59));
    produce("late");
    settle();

    clock.advance(Duration.ofSeconds(1));
    settle();

    assertThat(batches()).containsExactly(List.of("late"), List.of());
    var last = events().getLast();
    assertThat(last.at("/isFinalInvokeForWindow").asBoolean()).isTrue();
    assertThat(last.at("/window/start").asString()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(last.at("/window/end").asString()).isEqualTo("2026-01-01T00:01:00Z");
    assertThat(last.at("/state/seen").asBoolean()).isTrue();
  }

  @Test
  @Proves(Rule.NO_FIFO)
  void aDestinationThatCannotWorkIsRefusedWhenTheMappingStarts() {
    var lambda = "arn:aws:lambda:eu-west-1:000000000000:function:other";
    var fifo = "arn:aws:sqs:eu-west-1:000000000000:failures.fifo";

    assertThatThrownBy(() -> mappings.start(new TestConfig().toQueue(lambda).build()))
        .hasMessage(
            "OnFailure destination must be the ARN of an SQS queue, an SNS topic or an S3 bucket; others are not supported, was "
                + lambda);
    assertThatThrownBy(() -> mappings.start(new TestConfig().toQueue(fifo).build()))
        .hasMessage(
            "OnFailure destination must be a standard queue, not a FIFO queue, was " + fifo);
    assertThat(mappings.statuses()).isEmpty();
  }

  @Test
  @Proves({Rule.GOES_ON_AFTER_A_RESTART, Rule.WINDOWS_AFTER_A_RESTART})
  void whatWasSavedBeforeACrashIsWhereReadingGoesOn(@TempDir Path folder)
      throws InterruptedException {
    function = _ -> success("{\"state\":{\"seen\":true}}");
    var config = new TestConfig().from(new StartingPosition.Latest()).window(60).build();
    produce("before");
    var store = new FragileStore(PositionFiles.in(folder));
    mappings = mappings(store);
    mappings.start(config);
    produce("1", "2");
    settle();
    store.crash();
    mappings.close();
    produce("3");
    clock.advance(Duration.ofMinutes(10));

    mappings = mappings(PositionFiles.in(folder));
    mappings.start(config);
    settle();

    assertThat(batches().stream().flatMap(List::stream)).containsExactly("1", "2", "3");
    var events = events();
    assertThat(events.get(events.size() - 2).at("/state/seen").asBoolean()).isTrue();
    assertThat(events.getLast().at("/isFinalInvokeForWindow").asBoolean()).isTrue();
    assertThat(events.getLast().at("/window/start").asString()).isEqualTo("2026-01-01T00:00:00Z");
  }

  // ---- the workshop's three ways to deal with poison

  private TestConfig workshop() {
    return new TestConfig()
        .from(new StartingPosition.Latest())
        .batchSize(10)
        .batchingWindow(15)
        .retries(2)
        .maximumAge(60)
        .toQueue(queue);
  }

  private void produceNineWithAPoisonousFifth() throws InterruptedException {
    function = batch -> batch.contains("error") ? crash() : success("null");
    for (var message : List.of("1", "2", "3", "4", "error", "6", "7", "8", "9")) {
      produce(message);
      settle();
      clock.advance(Duration.ofSeconds(1));
    }
  }

  private static final List<String> NINE = List.of("1", "2", "3", "4", "error", "6", "7", "8", "9");

  @Test
  @Proves({Rule.RETRY_BUDGET_IS_N_PLUS_ONE, Rule.DOCUMENT_WITHOUT_RECORDS})
  void plainRetryGivesAllNineUp() throws InterruptedException {
    mappings.start(workshop().build());

    produceNineWithAPoisonousFifth();
    passTime();

    assertThat(batches()).containsExactly(NINE, NINE, NINE);
    var messages = messages();
    assertThat(messages).hasSize(1);
    var message = messages.getFirst();
    assertThat(message.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(9);
    assertThat(message.at("/requestContext/condition").asString())
        .isEqualTo("RetryAttemptsExhausted");
    assertThat(message.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
    assertThat(mappings.statuses().getFirst().recordsDiscarded()).isEqualTo(9);
  }

  @Test
  @Proves({Rule.A_FAILURE_SPLITS, Rule.A_MESSAGE_PER_PART})
  void bisectGivesOnlyThePoisonUp() throws InterruptedException {
    mappings.start(workshop().bisect().build());

    produceNineWithAPoisonousFifth();
    passTime();

    assertThat(succeeded()).containsExactly("1", "2", "3", "4", "6", "7", "8", "9");
    var messages = messages();
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(1);
    assertThat(batches().stream().filter(List.of("error")::equals)).hasSize(3);
  }

  private List<String> succeeded() {
    return batches().stream()
        .filter(batch -> !batch.contains("error"))
        .flatMap(List::stream)
        .toList();
  }

  @Test
  @Proves({Rule.THE_LOWEST_DECIDES, Rule.A_REMAINDER_IS_A_NEW_BATCH, Rule.NO_ERROR_IN_A_REPORT})
  void aCheckpointSparesTheRecordsBeforeThePoison() throws InterruptedException {
    mappings.start(workshop().report().build());

    produceNineWithAPoisonousFifth();
    function = this::reportThePoison;
    passTime();

    var rest = List.of("error", "6", "7", "8", "9");
    assertThat(batches()).containsExactly(NINE, rest, rest, rest);
    var messages = messages();
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(5);
    assertThat(messages.getFirst().at("/responseContext/functionError").isNull()).isTrue();
  }

  private InvokeResult reportThePoison(List<String> batch) {
    var index = batch.indexOf("error");
    var record = events().getLast().get("Records").get(index);
    return success(
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}"
            .formatted(record.at("/kinesis/sequenceNumber").asString()));
  }
}
