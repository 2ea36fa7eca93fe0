package dev.millrace.score;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The table of totals and the ledger, in memory, for the calls that the sinks make. It refuses
/// what DynamoDB refuses.
final class FakeTables implements DynamoDbClient {

  private static final int MAX_ACTIONS = 100;

  final TreeMap<String, BigDecimal> totals = new TreeMap<>();
  final Map<String, Long> ledger = new HashMap<>();
  final List<TransactWriteItemsRequest> transactions = new ArrayList<>();
  final List<UpdateItemRequest> updates = new ArrayList<>();

  /// Users whose totals are no numbers.
  final Set<String> refused = new HashSet<>();

  /// Makes the call that it is given, with whatever goes wrong.
  Consumer<Runnable> network = Runnable::run;

  /// Adds reasons of its own to those that a transaction finds.
  UnaryOperator<List<String>> rivals = UnaryOperator.identity();

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    transactions.add(request);
    network.accept(() -> transact(request.transactItems()));
    return TransactWriteItemsResponse.builder()
        .consumedCapacity(
            ConsumedCapacity.builder().capacityUnits(2.0 * request.transactItems().size()).build())
        .build();
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    updates.add(request);
    network.accept(() -> {
      if (refused.contains(user(request.key()))) {
        throw refusal(400, "ValidationException");
      }
      add(
          request.tableName(),
          request.key(),
          request.updateExpression(),
          request.expressionAttributeValues());
    });
    return UpdateItemResponse.builder()
        .consumedCapacity(ConsumedCapacity.builder().capacityUnits(1.0).build())
        .build();
  }

  private void transact(List<TransactWriteItem> actions) {
    require(!actions.isEmpty() && actions.size() <= MAX_ACTIONS, actions.size() + " actions");
    require(
        actions.stream().map(FakeTables::key).distinct().count() == actions.size(),
        "two actions on one item");
    var codes = rivals.apply(actions.stream().map(this::code).toList());
    if (codes.stream().anyMatch(code -> !code.equals("None"))) {
      throw cancelled(codes);
    }
    for (var action : actions) {
      if (action.put() != null) {
        ledger.put(entry(action.put()), expires(action.put()));
      } else {
        var update = action.update();
        add(
            update.tableName(),
            update.key(),
            update.updateExpression(),
            update.expressionAttributeValues());
      }
    }
  }

  private String code(TransactWriteItem action) {
    if (action.put() != null) {
      return ledger.containsKey(entry(action.put())) ? "ConditionalCheckFailed" : "None";
    }
    return refused.contains(user(action.update().key())) ? "ValidationError" : "None";
  }

  private static String key(TransactWriteItem action) {
    return action.put() != null
        ? "entry " + entry(action.put())
        : "user " + user(action.update().key());
  }

  private static String entry(Put put) {
    require(put.tableName().equals("GameScoreLedger"), put.tableName());
    require(
        put.conditionExpression().equals("attribute_not_exists(EventID)"),
        put.conditionExpression());
    return Objects.requireNonNull(put.item().get("EventID")).s();
  }

  private static Long expires(Put put) {
    return Long.valueOf(Objects.requireNonNull(put.item().get("Expires")).n());
  }

  private void add(
      String table,
      Map<String, AttributeValue> key,
      String expression,
      Map<String, AttributeValue> values) {
    require(table.equals("GameScoresByUser"), table);
    require(expression.equals("ADD Score :points"), expression);
    var points = new BigDecimal(Objects.requireNonNull(values.get(":points")).n());
    require(Totals.fits(points), points + " has too many digits");
    totals.merge(user(key), points, BigDecimal::add);
  }

  static String user(Map<String, AttributeValue> key) {
    return Objects.requireNonNull(key.get("Username")).s();
  }

  private static void require(boolean holds, String refusal) {
    if (!holds) {
      throw new AssertionError(refusal);
    }
  }

  /// What a transaction that changes nothing is answered.
  static TransactionCanceledException cancelled(List<String> codes) {
    var reasons = codes.stream().map(code -> CancellationReason.builder().code(code).build());
    return TransactionCanceledException.builder()
        .message("cancelled")
        .cancellationReasons(reasons.toList())
        .build();
  }

  static DynamoDbException refusal(int status, String code) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .message("no")
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  /// The users of each transaction that was tried.
  static Set<String> users(TransactWriteItemsRequest request) {
    var users = new HashSet<String>();
    for (var action : request.transactItems()) {
      Update update = action.update();
      if (update != null) {
        users.add(user(update.key()));
      }
    }
    return users;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
