package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.crash;
import static dev.millrace.local.mapping.FakeFunction.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.services.DynamoDbService;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Mappings that read DynamoDB Local's streams over HTTP.
class DynamoDbMappingTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final StreamSignals signals = new StreamSignals();

  private static Gateway gateway;
  private static DynamoDbService service;
  private static DynamoDbClient dynamo;
  private static DynamoDbStreamsClient streams;
  private static KinesisClient unused;

  private final StackClock clock = StackClock.frozenAt(START);
  private final List<JsonNode> records = new ArrayList<>();
  private final List<JsonNode> events = new ArrayList<>();
  private EventSourceMappings mappings;
  private String table;
  private Function<JsonNode, InvokeResult> function = _ -> success("{\"state\":{}}");

  @BeforeAll
  static void startDatabase() {
    gateway = Gateway.open(0);
    service = DynamoDbService.start("eu-west-1", signals);
    gateway.add(service.route());
    dynamo = TestClients.at(gateway.endpoint(), DynamoDbClient.builder());
    streams = TestClients.at(gateway.endpoint(), DynamoDbStreamsClient.builder());
    unused = TestClients.at(gateway.endpoint(), KinesisClient.builder());
  }

  @AfterAll
  static void stopDatabase() {
    dynamo.close();
    streams.close();
    unused.close();
    gateway.close();
    service.close();
  }

  @BeforeEach
  void start(TestInfo test) {
    table = test.getTestMethod().orElseThrow().getName();
    mappings = mappings(streams);
  }

  private EventSourceMappings mappings(DynamoDbStreamsClient client) {
    return new EventSourceMappings(
        clock, this::invoke, unused, client, new FakeDestination(), signals, new Activity());
  }

  @AfterEach
  void stop() {
    mappings.close();
    clock.close();
  }

  private InvokeResult invoke(String name, byte[] event) {
    var tree = JsonMapper.shared().readTree(event);
    synchronized (this) {
      events.add(tree);
      tree.get("Records").forEach(records::add);
    }
    return function.apply(tree);
  }

  private synchronized List<JsonNode> records() {
    return List.copyOf(records);
  }

  private synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private static String create(DynamoDbClient client, String table) {
    return client
        .createTable(create ->
            create
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .streamSpecification(
                    StreamSpecification.builder()
                        .streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                        .build()))
        .tableDescription()
        .latestStreamArn();
  }

  private static void put(DynamoDbClient client, String table, String id, int score) {
    client.putItem(put ->
        put.tableName(table)
            .item(
                Map.of(
                    "id", AttributeValue.fromS(id),
                    "score", AttributeValue.fromN(Integer.toString(score)))));
  }

  private List<String> ids() {
    return records().stream().map(record -> record.at("/dynamodb/Keys/id/S").asString()).toList();
  }

  @Test
  @Proves({
    Rule.DYNAMODB_EVENT_NAME,
    Rule.DYNAMODB_ARN_AND_REGION,
    Rule.DYNAMODB_TIME,
    Rule.DYNAMODB_IMAGES
  })
  void everyChangeArrivesWithItsImages() throws InterruptedException {
    var arn = create(dynamo, table);
    mappings.start(new TestConfig().stream(arn).from(new StartingPosition.Latest()).build());

    put(dynamo, table, "a", 1);
    put(dynamo, table, "a", 2);
    dynamo.deleteItem(
        delete -> delete.tableName(table).key(Map.of("id", AttributeValue.fromS("a"))));
    settle();

    assertThat(records())
        .extracting(record -> record.get("eventName").asString())
        .containsExactly("INSERT", "MODIFY", "REMOVE");
    var change = records().get(1);
    assertThat(change.at("/dynamodb/OldImage/score/N").asString()).isEqualTo("1");
    assertThat(change.at("/dynamodb/NewImage/score/N").asString()).isEqualTo("2");
    assertThat(change.at("/eventSourceARN").asString()).isEqualTo(arn);
    assertThat(change.at("/awsRegion").asString()).isEqualTo("eu-west-1");
    assertThat(change.at("/dynamodb/ApproximateCreationDateTime").isNumber()).isTrue();
  }

  @Test
  @Proves(Rule.STARTING_POSITIONS)
  void latestPassesOverWhatWasWrittenBefore() throws InterruptedException {
    var arn = create(dynamo, table);
    put(dynamo, table, "before", 1);
    mappings.start(new TestConfig().uuid("all").stream(arn).build());
    settle();
    assertThat(ids()).containsExactly("before");

    mappings.start(
        new TestConfig().uuid("new").stream(arn).from(new StartingPosition.Latest()).build());
    put(dynamo, table, "after", 1);
    settle();

    assertThat(ids()).containsExactly("before", "after", "after");
  }

  @Test
  @Proves(Rule.DYNAMODB_FIELDS)
  void onlyChangesThatMatchAreDelivered() throws InterruptedException {
    var arn = create(dynamo, table);
    mappings.start(
        new TestConfig()
            .stream(arn)
                .filters(
                    "{\"eventName\":[\"INSERT\"],\"dynamodb\":{\"NewImage\":{\"score\":{\"N\":[\"1\"]}}}}",
                    "{\"eventName\":[\"REMOVE\"]}")
                .build());

    put(dynamo, table, "a", 1);
    put(dynamo, table, "b", 2);
    put(dynamo, table, "a", 2);
    dynamo.deleteItem(
        delete -> delete.tableName(table).key(Map.of("id", AttributeValue.fromS("b"))));
    settle();

    assertThat(ids()).containsExactly("a", "b");
    assertThat(records())
        .extracting(record -> record.get("eventName").asString())
        .containsExactly("INSERT", "REMOVE");
    assertThat(mappings.statuses().getFirst().recordsFiltered()).isEqualTo(2);
  }

  private static Map<String, AttributeValue> item(String player, int round) {
    return Map.of(
        "player", AttributeValue.fromS(player),
        "round", AttributeValue.fromN(Integer.toString(round)));
  }

  private String createWithSortKey() {
    return dynamo
        .createTable(create ->
            create
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    attribute("player", ScalarAttributeType.S),
                    attribute("round", ScalarAttributeType.N))
                .keySchema(
                    KeySchemaElement.builder()
                        .attributeName("player")
                        .keyType(KeyType.HASH)
                        .build(),
                    KeySchemaElement.builder()
                        .attributeName("round")
                        .keyType(KeyType.RANGE)
                        .build())
                .streamSpecification(
                    StreamSpecification.builder()
                        .streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                        .build()))
        .tableDescription()
        .latestStreamArn();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  /// Items of one partition key may run at once; the changes to one item stay in order.
  @Test
  void theLanesOfAShardAreSharedByItems() throws InterruptedException {
    var arn = createWithSortKey();
    var running = new CountDownLatch(2);
    function =
        _ -> {
          running.countDown();
          try {
            return running.await(30, TimeUnit.SECONDS) ? success("null") : crash();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    for (var score = 0; score < 5; score++) {
      for (var round = 0; round < 8; round++) {
        var changed = new HashMap<>(item("Shadowfax", round));
        changed.put("score", AttributeValue.fromN(Integer.toString(score)));
        dynamo.putItem(put -> put.tableName(table).item(changed));
      }
    }
    assertThat(
            IntStream.range(0, 8)
                .map(round -> Math.floorMod(KeyHash.of(item("Shadowfax", round)), 2))
                .distinct())
        .as("lanes of the items")
        .hasSize(2);

    mappings.start(new TestConfig().stream(arn).parallel(2).batchSize(3).build());
    settle();

    var scores = new HashMap<String, List<Integer>>();
    for (var record : records()) {
      scores
          .computeIfAbsent(record.at("/dynamodb/Keys/round/N").asString(), _ -> new ArrayList<>())
          .add(Integer.valueOf(record.at("/dynamodb/NewImage/score/N").asString()));
    }
    assertThat(scores).hasSize(8);
    assertThat(scores.values()).allSatisfy(each -> assertThat(each).containsExactly(0, 1, 2, 3, 4));
    for (var event : events()) {
      assertThat(event.get("Records").valueStream().map(DynamoDbMappingTest::laneOf).distinct())
          .as("lanes of an invocation")
          .hasSize(1);
    }
    assertThat(mappings.statuses().getFirst().failedInvocations()).isZero();
  }

  private static int laneOf(JsonNode record) {
    var keys = record.at("/dynamodb/Keys");
    return Math.floorMod(
        KeyHash.of(
            item(
                keys.at("/player/S").asString(), Integer.parseInt(keys.at("/round/N").asString()))),
        2);
  }

  @Test
  void aMappingIsIdleOnlyOnceTheLastWriteWasDelivered() throws InterruptedException {
    var arn = create(dynamo, table);
    mappings.start(new TestConfig().stream(arn).build());
    var expected = new ArrayList<String>();

    for (var i = 0; i < 20; i++) {
      put(dynamo, table, "id" + i, i);
      expected.add("id" + i);
      settle();
      assertThat(ids()).isEqualTo(expected);
    }
  }

  @Test
  void aCoarseCreationTimeMakesNoFreshRecordTooOld() throws InterruptedException {
    var arn = create(dynamo, table);
    mappings.start(new TestConfig().stream(arn).maximumAge(60).build());
    settle();
    // two hundred years, so that every time that DynamoDB Local can give is long past
    clock.advance(Duration.ofDays(73_000));
    settle();

    put(dynamo, table, "fresh", 1);
    settle();

    assertThat(ids()).containsExactly("fresh");
  }

  @Test
  @Proves(Rule.WINDOW_BY_ARRIVAL)
  void aWindowHoldsTheRecordsOfItsSpanOnTheStacksClock() throws InterruptedException {
    var arn = create(dynamo, table);
    mappings.start(new TestConfig().stream(arn).window(30).build());
    settle();
    put(dynamo, table, "first", 1);
    settle();
    clock.advance(Duration.ofSeconds(30));
    settle();
    put(dynamo, table, "second", 1);
    settle();

    assertThat(events())
        .extracting(event -> event.at("/window/start").asString())
        .containsExactly("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:30Z");
    assertThat(events())
        .extracting(event -> event.at("/isFinalInvokeForWindow").asBoolean())
        .containsExactly(false, true, false);
  }

  @Test
  @Proves(Rule.PARENTS_FIRST)
  void aShardThatRollsOverIsFollowedByItsChild() throws InterruptedException {
    var database = DynamoDBEmbedded.create(true);
    try (var client = database.dynamoDbClient();
        var reader = database.dynamoDbStreamsClient()) {
      var arn = create(client, table);
      mappings.close();
      mappings = mappings(reader);
      mappings.start(new TestConfig().stream(arn).build());
      for (var i = 0; i < 4; i++) {
        put(client, table, "a" + i, i);
        database.triggerShardRollovers();
        put(client, table, "b" + i, i);
        signals.published(arn);
        settle();
      }

      assertThat(ids()).containsExactly("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3");
    }
  }
}
