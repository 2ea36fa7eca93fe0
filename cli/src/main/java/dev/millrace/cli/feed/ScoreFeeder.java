package dev.millrace.cli.feed;

import dev.millrace.cli.input.ScoreChange;
import dev.millrace.cli.live.Session;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Writes score changes to a table, puts many per call.
///
/// The changes of one record keep their order; those of different records may overtake each other.
public final class ScoreFeeder implements Feeder<ScoreChange> {

  static final int MAX_ITEMS = 25;

  private final DynamoDbClient dynamo;
  private final String table;
  private final Progress progress;
  private final Backoff.Pause pause;

  private final Map<Long, WriteRequest> batch = new LinkedHashMap<>();

  /// Feeds a table that may make it wait, until the session is over, and counts.
  public ScoreFeeder(DynamoDbClient dynamo, String table, Progress progress, Session session) {
    this(dynamo, table, progress, Backoff.Pause.of(session));
  }

  ScoreFeeder(DynamoDbClient dynamo, String table, Progress progress, Backoff.Pause pause) {
    this.dynamo = dynamo;
    this.table = table;
    this.progress = progress;
    this.pause = pause;
  }

  /// Takes a change; a put is sent when enough have come together, anything else at once.
  @Override
  public void send(ScoreChange change) {
    if (batch.size() == MAX_ITEMS || batch.containsKey(change.recordId())) {
      flush();
    }
    switch (change) {
      case ScoreChange.Put put -> batch.put(put.recordId(), write(put));
      case ScoreChange.Update update -> update(update);
      case ScoreChange.Delete delete -> delete(delete);
    }
  }

  /// Sends the puts that have come together.
  @Override
  public void flush() {
    var left = List.copyOf(batch.values());
    var backoff = new Backoff(pause);
    while (!left.isEmpty()) {
      var request = BatchWriteItemRequest.builder().requestItems(Map.of(table, left)).build();
      var unprocessed =
          dynamo.batchWriteItem(request).unprocessedItems().getOrDefault(table, List.of());
      progress.sent(left.size() - unprocessed.size());
      if (!unprocessed.isEmpty()) {
        progress.retried(unprocessed.size());
        backoff.beforeRetry(unprocessed.size(), "table " + table, "UnprocessedItems");
      }
      left = List.copyOf(unprocessed);
    }
    batch.clear();
  }

  private static WriteRequest write(ScoreChange.Put put) {
    var item =
        Map.of(
            "RecordID", number(BigDecimal.valueOf(put.recordId())),
            "Username", AttributeValue.fromS(put.username()),
            "Score", number(put.score()));
    return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
  }

  private void update(ScoreChange.Update update) {
    dynamo.updateItem(
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key(update))
            .updateExpression("SET #user = :user, #score = :score")
            .expressionAttributeNames(Map.of("#user", "Username", "#score", "Score"))
            .expressionAttributeValues(
                Map.of(
                    ":user",
                    AttributeValue.fromS(update.username()),
                    ":score",
                    number(update.score())))
            .build());
    progress.sent(1);
  }

  private void delete(ScoreChange.Delete delete) {
    dynamo.deleteItem(DeleteItemRequest.builder().tableName(table).key(key(delete)).build());
    progress.sent(1);
  }

  private static Map<String, AttributeValue> key(ScoreChange change) {
    return Map.of("RecordID", number(BigDecimal.valueOf(change.recordId())));
  }

  private static AttributeValue number(BigDecimal value) {
    return AttributeValue.fromN(value.toPlainString());
  }
}
