package dev.millrace.score;

import dev.millrace.common.Deadline;
import dev.millrace.common.Retry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Counts every change at least once, for one plain write for each user of a batch.
///
/// Nothing recognises a repetition: what is delivered again counts again, wholly or for those users
/// that had been written. So does an update whose answer is lost.
final class PlainTotalsSink extends DynamoTotalsSink {

  private final DynamoDbClient dynamo;
  private final String table;

  PlainTotalsSink(DynamoDbClient dynamo, String table, Retry retry, Duration callTimeout) {
    super("UpdateItem on " + table, retry, callTimeout);
    this.dynamo = dynamo;
    this.table = table;
  }

  /// Each user's parts of the changes.
  @Override
  public List<List<Placed>> chunks(List<Placed> batch) {
    var users = new LinkedHashMap<String, List<Placed>>();
    for (var placed : batch) {
      for (var delta : placed.change().deltas()) {
        users.computeIfAbsent(delta.username(), _ -> new ArrayList<>()).add(placed.part(delta));
      }
    }
    return List.copyOf(users.values());
  }

  @Override
  public Added add(List<ScoreChange> chunk, Deadline deadline) {
    var total = Totals.of(chunk).firstEntry();
    return total == null
        ? Added.NOTHING
        : repeat(deadline, () -> update(total.getKey(), total.getValue(), deadline));
  }

  private double update(String username, BigDecimal points, Deadline deadline) {
    var request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(Map.of("Username", AttributeValue.fromS(username)))
            .updateExpression(ADD_POINTS)
            .expressionAttributeValues(Map.of(":points", number(points)))
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
            .overrideConfiguration(c -> c.apiCallTimeout(timeout(deadline)))
            .build();
    var consumed = dynamo.updateItem(request).consumedCapacity();
    return consumed == null ? 0 : consumed.capacityUnits();
  }
}
