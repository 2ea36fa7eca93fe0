package dev.millrace.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// A table in memory that leaves some items unprocessed and whose calls may go wrong.
final class FakeTable implements DynamoDbClient {

  /// Each key's distance.
  final Map<Reading.Key, AttributeValue> items = new HashMap<>();

  int unprocessed;

  private final Random random;
  private final UnaryOperator<Supplier<BatchWriteItemResponse>> faults;

  FakeTable(Random random, UnaryOperator<Supplier<BatchWriteItemResponse>> faults) {
    this.random = random;
    this.faults = faults;
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    return faults
        .apply(() -> write(request.requestItems().getOrDefault("readings", List.of())))
        .get();
  }

  private BatchWriteItemResponse write(List<WriteRequest> writes) {
    assertThat(writes).hasSizeBetween(1, 25);
    assertThat(writes).extracting(FakeTable::key).doesNotHaveDuplicates();
    var left = new ArrayList<WriteRequest>();
    for (var write : writes) {
      if (random.nextInt(40) == 0) {
        left.add(write);
      } else {
        items.put(key(write), value(write, "Distance"));
      }
    }
    unprocessed += left.size();
    return left.isEmpty()
        ? BatchWriteItemResponse.builder().build()
        : BatchWriteItemResponse.builder().unprocessedItems(Map.of("readings", left)).build();
  }

  private static Reading.Key key(WriteRequest write) {
    return new Reading.Key(value(write, "Name").s(), value(write, "StatusTime").s());
  }

  private static AttributeValue value(WriteRequest write, String attribute) {
    return Objects.requireNonNull(write.putRequest().item().get(attribute), attribute);
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
