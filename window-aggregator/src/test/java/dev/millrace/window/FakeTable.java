package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// A table in memory that knows the two conditions and the one kind of update that the sink uses.
final class FakeTable implements DynamoDbClient {

  /// What happens to a call: the update is done by calling the argument, before or after failing.
  interface Fault extends UnaryOperator<Runnable> {}

  final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = new HashMap<>();
  final List<UpdateItemRequest> requests = new ArrayList<>();
  final Deque<Fault> faults = new ArrayDeque<>();

  /// What happens to a call for which `faults` holds nothing.
  Fault otherwise = update -> update;

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    Fault fault;
    synchronized (this) {
      requests.add(request);
      fault = faults.poll();
    }
    Runnable update = () -> update(request);
    (fault == null ? otherwise : fault).apply(update).run();
    return UpdateItemResponse.builder().build();
  }

  /// The item under a key and a window.
  Map<String, AttributeValue> item(String name, AttributeValue key, String windowStart) {
    return items.getOrDefault(
        Map.of(name, key, "windowStart", AttributeValue.fromS(windowStart)), Map.of());
  }

  private synchronized void update(UpdateItemRequest request) {
    assertThat(request.tableName()).isEqualTo("totals");
    var stored = items.getOrDefault(request.key(), Map.of());
    var version = stored.get("version");
    var holds =
        switch (request.conditionExpression()) {
          case "attribute_not_exists(#version)" -> version == null;
          case "#version = :expected" ->
              Objects.equals(version, request.expressionAttributeValues().get(":expected"));
          default -> throw new AssertionError(request.conditionExpression());
        };
    if (!holds) {
      throw conflict(request, stored);
    }
    var item = new HashMap<>(stored);
    item.putAll(request.key());
    for (var set : request.updateExpression().substring("SET ".length()).split(", ", -1)) {
      var sides = List.of(set.split(" = ", -1));
      item.put(
          Objects.requireNonNull(request.expressionAttributeNames().get(sides.getFirst())),
          Objects.requireNonNull(request.expressionAttributeValues().get(sides.getLast())));
    }
    items.put(request.key(), item);
  }

  private static ConditionalCheckFailedException conflict(
      UpdateItemRequest request, Map<String, AttributeValue> stored) {
    var builder = ConditionalCheckFailedException.builder().message("conflict");
    return request.returnValuesOnConditionCheckFailure()
                == ReturnValuesOnConditionCheckFailure.ALL_OLD
            && !stored.isEmpty()
        ? builder.item(stored).build()
        : builder.build();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
