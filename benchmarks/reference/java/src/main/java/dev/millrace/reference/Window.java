package dev.millrace.reference;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Sums up each unicorn's distance over a window, in the state that Lambda carries, and keeps the
/// sums at its end.
public final class Window
    implements RequestHandler<KinesisTimeWindowEvent, TimeWindowEventResponse> {

  /// What is known of one unicorn.
  public record Sum(
      long count,
      BigDecimal distance,
      BigDecimal minMagicPoints,
      BigDecimal maxMagicPoints,
      BigDecimal minHealthPoints,
      BigDecimal maxHealthPoints) {

    static Sum of(Reading reading) {
      var magic = reading.magicPoints();
      var health = reading.healthPoints();
      return new Sum(1, reading.distance(), magic, magic, health, health);
    }

    Sum plus(Sum other) {
      return new Sum(
          count + other.count,
          distance.add(other.distance),
          minMagicPoints.min(other.minMagicPoints),
          maxMagicPoints.max(other.maxMagicPoints),
          minHealthPoints.min(other.minHealthPoints),
          maxHealthPoints.max(other.maxHealthPoints));
    }
  }

  private final DynamoDbClient dynamo = DynamoDbClient.create();
  private final ObjectMapper json = new ObjectMapper();

  @Override
  public TimeWindowEventResponse handleRequest(KinesisTimeWindowEvent event, Context context) {
    try {
      var sums = new TreeMap<String, Sum>();
      for (var entry : event.getState().entrySet()) {
        sums.put(entry.getKey(), json.readValue(entry.getValue(), Sum.class));
      }
      for (var record : event.getRecords()) {
        var reading = Reading.of(record.getKinesis().getData());
        sums.merge(reading.name(), Sum.of(reading), Sum::plus);
      }
      if (!event.getIsFinalInvokeForWindow() && !event.getIsWindowTerminatedEarly()) {
        return new TimeWindowEventResponse(state(sums), List.of());
      }
      sums.forEach((name, sum) -> keep(name, sum, event));
      return new TimeWindowEventResponse(Map.of(), List.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> state(Map<String, Sum> sums) throws JsonProcessingException {
    var state = new HashMap<String, String>();
    for (var entry : sums.entrySet()) {
      state.put(entry.getKey(), json.writeValueAsString(entry.getValue()));
    }
    return state;
  }

  private void keep(String name, Sum sum, KinesisTimeWindowEvent event) {
    dynamo.updateItem(update ->
        update
            .tableName(System.getenv("TABLE_NAME"))
            .key(
                Map.of(
                    "name", AttributeValue.fromS(name),
                    "windowStart", AttributeValue.fromS(event.getWindow().getStart())))
            .updateExpression(
                "SET #count = :count, distance = :distance, minMagicPoints = :minMagic,"
                    + " maxMagicPoints = :maxMagic, minHealthPoints = :minHealth,"
                    + " maxHealthPoints = :maxHealth, windowEnd = :end, shardId = :shard")
            .expressionAttributeNames(Map.of("#count", "count"))
            .expressionAttributeValues(
                Map.of(
                    ":count", AttributeValue.fromN(Long.toString(sum.count())),
                    ":distance", number(sum.distance()),
                    ":minMagic", number(sum.minMagicPoints()),
                    ":maxMagic", number(sum.maxMagicPoints()),
                    ":minHealth", number(sum.minHealthPoints()),
                    ":maxHealth", number(sum.maxHealthPoints()),
                    ":end", AttributeValue.fromS(event.getWindow().getEnd()),
                    ":shard", AttributeValue.fromS(event.getShardId()))));
  }

  private static AttributeValue number(BigDecimal value) {
    return AttributeValue.fromN(value.toPlainString());
  }
}
