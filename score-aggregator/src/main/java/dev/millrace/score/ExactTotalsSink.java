package dev.millrace.score;

import dev.millrace.common.Deadline;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// Counts every change exactly once, however often, in whatever company and by however many
/// functions at a time it is delivered.
///
/// A chunk's totals are added in one transaction with an entry for each change in a ledger, which
/// must not be there yet. Entries that are there already are what DynamoDB names as the reason for
/// cancelling: these changes are dropped, and the rest is added by another transaction. An entry
/// expires when the stream has long forgotten its record.
///
/// A request is far below the 4 MB that a transaction takes: names have at most 2 KB.
final class ExactTotalsSink extends DynamoTotalsSink {

  /// What one transaction takes.
  static final int MAX_ACTIONS = 100;

  private static final String KNOWN = "ConditionalCheckFailed";

  private final DynamoDbClient dynamo;
  private final String table;
  private final Delivery.ExactlyOnce ledger;
  private final InstantSource clock;

  ExactTotalsSink(
      DynamoDbClient dynamo,
      String table,
      Delivery.ExactlyOnce ledger,
      Retry retry,
      Duration callTimeout,
      InstantSource clock) {
    super("TransactWriteItems on %s and %s".formatted(table, ledger.table()), retry, callTimeout);
    this.dynamo = dynamo;
    this.table = table;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public List<List<Placed>> chunks(List<Placed> batch) {
    return Chunks.of(batch, MAX_ACTIONS);
  }

  @Override
  public Added add(List<ScoreChange> chunk, Deadline deadline) {
    var left = new ArrayList<>(chunk);
    return repeat(deadline, () -> commit(left, deadline));
  }

  /// Each round but the last drops a change.
  private double commit(List<ScoreChange> left, Deadline deadline) {
    while (!left.isEmpty()) {
      if (deadline.isOver()) {
        throw new RetryableException(work() + ": no time left");
      }
      try {
        return units(dynamo.transactWriteItems(request(left, deadline)).consumedCapacity());
      } catch (TransactionCanceledException e) {
        var codes = e.cancellationReasons().stream().map(reason -> reason.code()).toList();
        if (!left.removeAll(known(left, codes))) {
          throw ServiceFailures.ofCancellation(work(), codes, e);
        }
      }
    }
    return 0;
  }

  /// Reasons stand at the places of the actions, and those of the ledger come first.
  private static List<ScoreChange> known(List<ScoreChange> changes, List<String> codes) {
    return IntStream.range(0, Math.min(changes.size(), codes.size()))
        .filter(i -> KNOWN.equals(codes.get(i)))
        .mapToObj(changes::get)
        .toList();
  }

  private TransactWriteItemsRequest request(List<ScoreChange> changes, Deadline deadline) {
    var expires =
        AttributeValue.fromN(Long.toString(clock.instant().plus(ledger.expiry()).getEpochSecond()));
    var entries = changes.stream().map(change -> entry(change, expires));
    var updates =
        Totals.of(changes).entrySet().stream()
            .map(total -> update(total.getKey(), total.getValue()));
    return TransactWriteItemsRequest.builder()
        .transactItems(Stream.concat(entries, updates).toList())
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .overrideConfiguration(c -> c.apiCallTimeout(timeout(deadline)))
        .build();
  }

  private TransactWriteItem entry(ScoreChange change, AttributeValue expires) {
    var put =
        Put.builder()
            .tableName(ledger.table())
            .item(Map.of("EventID", AttributeValue.fromS(change.eventId()), "Expires", expires))
            .conditionExpression("attribute_not_exists(EventID)")
            .build();
    return TransactWriteItem.builder().put(put).build();
  }

  private TransactWriteItem update(String username, BigDecimal points) {
    var update =
        Update.builder()
            .tableName(table)
            .key(Map.of("Username", AttributeValue.fromS(username)))
            .updateExpression(ADD_POINTS)
            .expressionAttributeValues(Map.of(":points", number(points)))
            .build();
    return TransactWriteItem.builder().update(update).build();
  }

  private static double units(List<ConsumedCapacity> consumed) {
    return consumed.stream().mapToDouble(ConsumedCapacity::capacityUnits).sum();
  }
}
