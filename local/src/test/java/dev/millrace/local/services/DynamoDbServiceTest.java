package dev.millrace.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.mapping.StreamSignals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

class DynamoDbServiceTest {

  private static final StreamSignals signals = new StreamSignals();
  private static Gateway gateway;
  private static DynamoDbService service;
  private static DynamoDbClient dynamo;
  private static DynamoDbStreamsClient streams;

  private String table = "";

  @BeforeAll
  static void start() {
    gateway = Gateway.open(0);
    service = DynamoDbService.start("us-east-1", signals);
    gateway.add(service.route());
    dynamo = Clients.at(gateway.endpoint(), DynamoDbClient.builder());
    streams = Clients.at(gateway.endpoint(), DynamoDbStreamsClient.builder());
  }

  @AfterAll
  static void stop() {
    streams.close();
    dynamo.close();
    gateway.close();
    service.close();
  }

  @BeforeEach
  void nameTheTable(TestInfo test) {
    table = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void anItemIsWrittenReadChangedAndDeleted() {
    create(table, false);

    put("a", 1);
    assertThat(get("a")).containsEntry("count", n(1));

    increment("a");
    assertThat(get("a")).containsEntry("count", n(2));

    dynamo.deleteItem(d -> d.tableName(table).key(key("a")));
    assertThat(get("a")).isEmpty();
  }

  @Test
  void everyChangeIsInTheStreamWithBothImages() {
    var arn = create(table, true);

    put("a", 1);
    increment("a");
    dynamo.deleteItem(d -> d.tableName(table).key(key("a")));

    var records = read(arn);
    assertThat(records)
        .extracting(Record::eventNameAsString)
        .containsExactly("INSERT", "MODIFY", "REMOVE");
    assertThat(records.get(1).dynamodb().oldImage()).containsEntry("count", n(1));
    assertThat(records.get(1).dynamodb().newImage()).containsEntry("count", n(2));
  }

  @Test
  void arnsAndRecordsNameTheStacksRegion() {
    var arn = create(table, true);
    put("a", 1);

    assertThat(arn).startsWith("arn:aws:dynamodb:us-east-1:000000000000:table/" + table);
    assertThat(dynamo.describeTable(d -> d.tableName(table)).table().latestStreamArn())
        .isEqualTo(arn);
    assertThat(streams.listStreams(l -> l.tableName(table)).streams())
        .singleElement()
        .satisfies(stream -> assertThat(stream.streamArn()).isEqualTo(arn));
    assertThat(read(arn)).extracting(Record::awsRegion).containsExactly("us-east-1");
  }

  @Test
  void indexArnsNameTheStacksRegionToo() {
    var byCity =
        GlobalSecondaryIndex.builder()
            .indexName("byCity")
            .keySchema(hash("city"))
            .projection(p -> p.projectionType(ProjectionType.ALL))
            .build();
    dynamo.createTable(c ->
        c.tableName(table)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(hash("id"))
            .attributeDefinitions(string("id"), string("city"))
            .globalSecondaryIndexes(byCity));

    var indexes = dynamo.describeTable(d -> d.tableName(table)).table().globalSecondaryIndexes();

    assertThat(indexes)
        .singleElement()
        .satisfies(index ->
            assertThat(index.indexArn())
                .isEqualTo(
                    "arn:aws:dynamodb:us-east-1:000000000000:table/" + table + "/index/byCity"));
  }

  @Test
  void aFailedConditionAnswersTheItem() {
    create(table, false);
    put("a", 7);

    assertThatThrownBy(() ->
            dynamo.putItem(p ->
                p.tableName(table)
                    .item(Map.of("id", s("a")))
                    .conditionExpression("attribute_not_exists(id)")
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .asInstanceOf(type(ConditionalCheckFailedException.class))
        .satisfies(e -> assertThat(e.item()).containsEntry("count", n(7)));
  }

  @Test
  void aCancelledTransactionGivesAReasonPerItemAndWritesNothing() {
    var arn = create(table, true);
    put("a", 1);

    assertThatThrownBy(
            () -> dynamo.transactWriteItems(t -> t.transactItems(newItem("b"), newItem("a"))))
        .asInstanceOf(type(TransactionCanceledException.class))
        .satisfies(e ->
            assertThat(e.cancellationReasons())
                .extracting(CancellationReason::code)
                .containsExactly("None", "ConditionalCheckFailed"));
    assertThat(get("b")).isEmpty();
    assertThat(read(arn)).hasSize(1);
  }

  @Test
  void everyKindOfWriteSignalsTheStreamOfItsTableOnly() {
    var arn = create(table, true);
    var other = create(table + "Other", true);
    create(table + "Plain", false);
    var heard = new AtomicInteger();
    var heardOther = new AtomicInteger();
    try (var _ = signals.listen(arn, heard::incrementAndGet);
        var _ = signals.listen(other, heardOther::incrementAndGet)) {
      put("a", 1);
      assertThat(heard).hasValue(1);
      increment("a");
      assertThat(heard).hasValue(2);
      dynamo.deleteItem(d -> d.tableName(table).key(key("a")));
      assertThat(heard).hasValue(3);
      dynamo.batchWriteItem(b ->
          b.requestItems(
              Map.of(
                  table,
                  List.of(
                      WriteRequest.builder()
                          .putRequest(p -> p.item(Map.of("id", s("b"))))
                          .build()))));
      assertThat(heard).hasValue(4);
      dynamo.transactWriteItems(t -> t.transactItems(newItem("d")));
      assertThat(heard).hasValue(5);
      assertThat(heardOther).hasValue(0);
      dynamo.executeStatement(e -> e.statement("INSERT INTO \"" + table + "\" VALUE {'id': 'c'}"));
      assertThat(heard).hasValue(6);
    }
  }

  @Test
  void aStreamThatIsAddedLaterIsSignalledToo() {
    create(table, false);
    put("a", 1);
    var arn =
        dynamo
            .updateTable(u ->
                u.tableName(table)
                    .streamSpecification(s ->
                        s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
            .tableDescription()
            .latestStreamArn();
    var heard = new AtomicInteger();
    try (var _ = signals.listen(arn, heard::incrementAndGet)) {
      put("a", 2);
    }
    assertThat(heard).hasValue(1);
  }

  @Test
  void aTableThatIsMadeAgainIsKnownByItsNewKey() {
    create(table, false);
    put("a", 1);

    dynamo.deleteTable(d -> d.tableName(table));
    dynamo.createTable(c ->
        c.tableName(table)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(hash("other"))
            .attributeDefinitions(string("other")));
    dynamo.putItem(p -> p.tableName(table).item(Map.of("other", s("b"))));

    assertThat(dynamo.getItem(g -> g.tableName(table).key(Map.of("other", s("b")))).item())
        .containsEntry("other", s("b"));
    assertThatThrownBy(() -> put("a", 1)).isInstanceOf(DynamoDbException.class);
  }

  @Test
  void aTableIsDescribedAsItWasChangedLast() {
    create(table, false);
    put("a", 1);

    dynamo.updateTimeToLive(u ->
        u.tableName(table).timeToLiveSpecification(t -> t.enabled(true).attributeName("until")));
    put("b", 2);
    addIndex(List.of(string("id"), string("city")));

    assertThat(
            dynamo
                .describeTimeToLive(d -> d.tableName(table))
                .timeToLiveDescription()
                .attributeName())
        .isEqualTo("until");
    assertThat(dynamo.describeTable(d -> d.tableName(table)).table().globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> assertThat(index.indexName()).isEqualTo("by-city"));
  }

  @Test
  void anUpdateThatIsRefusedLeavesTheTableAsItWas() {
    create(table, false);
    put("a", 1);

    assertThatThrownBy(() -> addIndex(List.of(string("id")))).isInstanceOf(DynamoDbException.class);

    put("a", 2);
    assertThat(dynamo.describeTable(d -> d.tableName(table)).table().globalSecondaryIndexes())
        .isEmpty();
  }

  /// Adds an index by `city`.
  private void addIndex(List<AttributeDefinition> attributes) {
    var update =
        GlobalSecondaryIndexUpdate.builder()
            .create(index ->
                index
                    .indexName("by-city")
                    .keySchema(hash("city"))
                    .projection(p -> p.projectionType(ProjectionType.ALL)))
            .build();
    dynamo.updateTable(u ->
        u.tableName(table).attributeDefinitions(attributes).globalSecondaryIndexUpdates(update));
  }

  @Test
  void allCredentialsAndRegionsSeeOneDatabase() {
    create(table, false);
    put("a", 3);

    try (var other =
        Clients.at(gateway.endpoint(), "SOMEBODY", Region.EU_WEST_1, DynamoDbClient.builder())) {
      assertThat(other.getItem(g -> g.tableName(table).key(key("a"))).item())
          .containsEntry("count", n(3));
    }
  }

  @Test
  void tablesInADirectorySurviveARestart(@TempDir Path directory) {
    for (var run : List.of("first", "second")) {
      try (var server = Gateway.open(0);
          var persistent = DynamoDbService.start(directory, "us-east-1", signals)) {
        server.add(persistent.route());
        try (var client = Clients.at(server.endpoint(), DynamoDbClient.builder())) {
          if (run.equals("first")) {
            createWith(client, table, false);
          }
          assertThat(client.listTables().tableNames()).containsExactly(table);
        }
      }
    }
  }

  private static String create(String name, boolean stream) {
    return createWith(dynamo, name, stream);
  }

  private static String createWith(DynamoDbClient client, String name, boolean stream) {
    var changes =
        StreamSpecification.builder()
            .streamEnabled(true)
            .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
            .build();
    var description =
        client
            .createTable(c ->
                c.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(hash("id"))
                    .attributeDefinitions(string("id"))
                    .streamSpecification(stream ? changes : null))
            .tableDescription();
    return stream ? description.latestStreamArn() : "";
  }

  private static KeySchemaElement hash(String attribute) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(KeyType.HASH).build();
  }

  private static AttributeDefinition string(String attribute) {
    return AttributeDefinition.builder()
        .attributeName(attribute)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  /// Puts an item unless there is one with its key.
  private TransactWriteItem newItem(String id) {
    return TransactWriteItem.builder()
        .put(p -> p.tableName(table).item(key(id)).conditionExpression("attribute_not_exists(id)"))
        .build();
  }

  private void put(String id, int count) {
    dynamo.putItem(p -> p.tableName(table).item(Map.of("id", s(id), "count", n(count))));
  }

  private void increment(String id) {
    dynamo.updateItem(u ->
        u.tableName(table)
            .key(key(id))
            .updateExpression("ADD #c :one")
            .expressionAttributeNames(Map.of("#c", "count"))
            .expressionAttributeValues(Map.of(":one", n(1))));
  }

  private Map<String, AttributeValue> get(String id) {
    return dynamo.getItem(g -> g.tableName(table).key(key(id))).item();
  }

  private static List<Record> read(String arn) {
    var records = new ArrayList<Record>();
    for (var shard : streams.describeStream(d -> d.streamArn(arn)).streamDescription().shards()) {
      var iterator =
          streams
              .getShardIterator(g ->
                  g.streamArn(arn)
                      .shardId(shard.shardId())
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      records.addAll(streams.getRecords(g -> g.shardIterator(iterator)).records());
    }
    return records;
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", s(id));
  }

  private static AttributeValue s(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue n(int value) {
    return AttributeValue.fromN(Integer.toString(value));
  }
}
