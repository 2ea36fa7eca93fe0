package dev.millrace.reference;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Keeps every reading in a table.
public final class Sensor implements RequestHandler<KinesisEvent, StreamsEventResponse> {

  private final DynamoDbClient dynamo = DynamoDbClient.create();

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    for (var record : event.getRecords()) {
      var reading = Reading.of(record.getKinesis().getData());
      dynamo.putItem(put -> put.tableName(System.getenv("TABLE_NAME")).item(item(reading)));
    }
    return new StreamsEventResponse(List.of());
  }

  private static Map<String, AttributeValue> item(Reading reading) {
    return Map.of(
        "Name", AttributeValue.fromS(reading.name()),
        "StatusTime", AttributeValue.fromS(reading.statusTime()),
        "Latitude", number(reading.latitude()),
        "Longitude", number(reading.longitude()),
        "Distance", number(reading.distance()),
        "MagicPoints", number(reading.magicPoints()),
        "HealthPoints", number(reading.healthPoints()));
  }

  private static AttributeValue number(BigDecimal value) {
    return AttributeValue.fromN(value.toPlainString());
  }
}
