package dev.millrace.sensor;

import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primarySortKey;

import dev.millrace.aws.AwsClients;
import dev.millrace.common.Batches;
import dev.millrace.common.Calls;
import dev.millrace.common.Deadline;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.ImmutableAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Keeps readings in a DynamoDB table, one item each, 25 to a call.
///
/// In order, no call is begun after one that cannot be finished. Side by side all are made, for no
/// two write the same item.
final class DynamoReadingSink implements ReadingSink {

  private static final int MAX_ITEMS = 25;
  private static final long MAX_BYTES = 16L << 20;

  /// The decoder lets pass no name over 2 KiB and no number over 38 digits.
  private static final long MAX_ITEM_BYTES = 4096;

  private static final TableSchema<Reading> SCHEMA = schema();

  private final DynamoDbEnhancedClient client;
  private final DynamoDbTable<Reading> table;
  private final Calls calls;

  DynamoReadingSink(DynamoDbClient client, String table, Calls calls) {
    this.client = DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
    this.table = this.client.table(table, SCHEMA);
    this.calls = calls;
  }

  @Override
  public Calls.Progress<Reading> put(List<Reading> readings, Deadline deadline) {
    var batches = Batches.split(readings, _ -> MAX_ITEM_BYTES, MAX_ITEMS, MAX_BYTES);
    return calls.run("readings to " + table.tableName(), batches, deadline, this::write);
  }

  /// No item can have an empty key.
  @Override
  public void rehearse() {
    var zero = BigDecimal.ZERO;
    var nobody = new Reading("", "", zero, zero, zero, zero, zero);
    AwsClients.rehearse(() -> write(List.of(nobody)));
  }

  /// Answers what DynamoDB left unprocessed.
  private List<Reading> write(List<Reading> readings) {
    var batch = WriteBatch.builder(Reading.class).mappedTableResource(table);
    readings.forEach(batch::addPutItem);
    try {
      return client
          .batchWriteItem(request -> request.writeBatches(batch.build()))
          .unprocessedPutItemsForTable(table);
    } catch (SdkException e) {
      throw AwsClients.failure("BatchWriteItem to " + table.tableName(), e);
    }
  }

  private static TableSchema<Reading> schema() {
    return StaticImmutableTableSchema.builder(Reading.class, Item.class)
        .newItemBuilder(Item::new, Item::reading)
        .addAttribute(String.class, text("Name", Reading::name, primaryPartitionKey()))
        .addAttribute(String.class, text("StatusTime", Reading::statusTime, primarySortKey()))
        .addAttribute(BigDecimal.class, number("Latitude", Reading::latitude))
        .addAttribute(BigDecimal.class, number("Longitude", Reading::longitude))
        .addAttribute(BigDecimal.class, number("Distance", Reading::distance))
        .addAttribute(BigDecimal.class, number("MagicPoints", Reading::magicPoints))
        .addAttribute(BigDecimal.class, number("HealthPoints", Reading::healthPoints))
        .build();
  }

  private static Consumer<ImmutableAttribute.Builder<Reading, Item, String>> text(
      String name, Function<Reading, String> getter, StaticAttributeTag tag) {
    return attribute ->
        attribute
            .name(name)
            .getter(getter)
            .setter((item, value) -> item.texts.put(name, value))
            .tags(tag);
  }

  private static Consumer<ImmutableAttribute.Builder<Reading, Item, BigDecimal>> number(
      String name, Function<Reading, BigDecimal> getter) {
    return attribute ->
        attribute.name(name).getter(getter).setter((item, value) -> item.numbers.put(name, value));
  }

  /// A reading while it is read back, attribute by attribute.
  private static final class Item {

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, BigDecimal> numbers = new HashMap<>();

    Reading reading() {
      return new Reading(
          text("Name"),
          text("StatusTime"),
          number("Latitude"),
          number("Longitude"),
          number("Distance"),
          number("MagicPoints"),
          number("HealthPoints"));
    }

    private String text(String name) {
      return Objects.requireNonNull(texts.get(name), name);
    }

    private BigDecimal number(String name) {
      return Objects.requireNonNull(numbers.get(name), name);
    }
  }
}
