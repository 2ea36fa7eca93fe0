package dev.millrace.cli.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Notes every write, in order, and answers scans of tables that a test has filled.
public final class FakeDynamo implements DynamoDbClient {

  private static final int PAGE = 3;

  /// A write: `put 7 Ada 100`, `update 7 Ada 90`, `delete 7`.
  public final List<String> writes = new ArrayList<>();

  /// How many items each batch held.
  public final List<Integer> batches = new ArrayList<>();

  /// How many more batches leave their last item unprocessed.
  public int unprocessed;

  public final Map<String, List<Map<String, AttributeValue>>> tables = new HashMap<>();

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public synchronized BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    var table = request.requestItems().keySet().iterator().next();
    var items = new ArrayList<>(Objects.requireNonNull(request.requestItems().get(table)));
    batches.add(items.size());
    var left = new HashMap<String, List<WriteRequest>>();
    if (unprocessed > 0) {
      unprocessed--;
      left.put(table, List.of(items.removeLast()));
    }
    items.forEach(write -> writes.add("put " + words(write.putRequest().item())));
    return BatchWriteItemResponse.builder().unprocessedItems(left).build();
  }

  private static String words(Map<String, AttributeValue> item) {
    return number(item, "RecordID") + " " + text(item, "Username") + " " + number(item, "Score");
  }

  @Override
  public synchronized UpdateItemResponse updateItem(UpdateItemRequest request) {
    var values = request.expressionAttributeValues();
    writes.add(
        "update %s %s %s"
            .formatted(
                number(request.key(), "RecordID"),
                text(values, ":user"),
                number(values, ":score")));
    return UpdateItemResponse.builder().build();
  }

  @Override
  public synchronized DeleteItemResponse deleteItem(DeleteItemRequest request) {
    writes.add("delete " + number(request.key(), "RecordID"));
    return DeleteItemResponse.builder().build();
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    var items = tables.getOrDefault(request.tableName(), List.of());
    var from =
        request.hasExclusiveStartKey()
            ? Integer.parseInt(number(request.exclusiveStartKey(), "at"))
            : 0;
    var to = Math.min(items.size(), from + PAGE);
    var response = ScanResponse.builder().items(items.subList(from, to));
    if (to < items.size()) {
      response.lastEvaluatedKey(Map.of("at", AttributeValue.fromN(Integer.toString(to))));
    }
    return response.build();
  }

  private static String number(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name)).n();
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name)).s();
  }
}
