package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import tools.jackson.databind.json.JsonMapper;

/// What a mapping makes of the streams of a database in this process.
class DynamoDbEventTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-01-01T00:00:00Z"));
  private final StreamSignals signals = new StreamSignals();
  private final List<Integer> sizes = new ArrayList<>();
  private DynamoDbClient dynamo;
  private DynamoDbStreamsClient streams;
  private KinesisClient unused;
  private EventSourceMappings mappings;

  @BeforeEach
  void start() {
    var database = DynamoDBEmbedded.create(true);
    dynamo = database.dynamoDbClient();
    streams = database.dynamoDbStreamsClient();
    unused = TestClients.at(URI.create("http://127.0.0.1:1"), KinesisClient.builder());
    mappings =
        new EventSourceMappings(
            clock, this::invoke, unused, streams, new FakeDestination(), signals, new Activity());
  }

  @AfterEach
  void close() {
    mappings.close();
    unused.close();
    streams.close();
    dynamo.close();
    clock.close();
  }

  private synchronized InvokeResult invoke(String name, byte[] event) {
    JsonMapper.shared()
        .readTree(event)
        .get("Records")
        .forEach(record -> sizes.add(record.at("/dynamodb/SizeBytes").asInt()));
    return success("null");
  }

  private String table() {
    return dynamo
        .createTable(create ->
            create
                .tableName("scores")
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

  /// The first two sizes were recorded on AWS.
  @Test
  @Proves(Rule.DYNAMODB_SIZE)
  void theSizeCountsKeysAndImages() throws InterruptedException {
    var arn = table();
    var key = Map.of("id", AttributeValue.fromS("id_value_1"));
    var item = Map.of("id", key.get("id"), "numericFilter", AttributeValue.fromN("42"));
    dynamo.putItem(put -> put.tableName("scores").item(key));
    dynamo.deleteItem(delete -> delete.tableName("scores").key(key));
    dynamo.putItem(put -> put.tableName("scores").item(item));
    dynamo.deleteItem(delete -> delete.tableName("scores").key(key));
    mappings.start(new TestConfig().stream(arn).build());
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
    assertThat(sizes).containsExactly(24, 24, 39, 39);
  }

  @Test
  @Proves(Rule.STREAM_MUST_EXIST)
  void aStreamThatDoesNotExistIsRefused() {
    var arn = table().replace("table/scores", "table/none");
    assertThatThrownBy(() -> mappings.start(new TestConfig().stream(arn).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Stream not found: " + arn);
  }
}
