package dev.millrace.reference;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// Adds every new score to its user's total, and tells a stream.
public final class Score implements RequestHandler<DynamodbEvent, StreamsEventResponse> {

  private final DynamoDbClient dynamo = DynamoDbClient.create();
  private final KinesisClient kinesis = KinesisClient.create();
  private final ObjectMapper json = new ObjectMapper();

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    for (var record : event.getRecords()) {
      try {
        count(record);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return new StreamsEventResponse(List.of());
  }

  private void count(DynamodbStreamRecord record) throws JsonProcessingException {
    var table = System.getenv("TOTALS_TABLE");
    var image = record.getDynamodb().getNewImage();
    var username = requireNonNull(image.get("Username")).getS();
    var score = requireNonNull(image.get("Score")).getN();
    dynamo.updateItem(update ->
        update
            .tableName(table)
            .key(Map.of("Username", AttributeValue.fromS(username)))
            .updateExpression("ADD Score :points")
            .expressionAttributeValues(Map.of(":points", AttributeValue.fromN(score))));
    var event =
        Map.of(
            "id", record.getEventID(),
            "timestamp",
                record.getDynamodb().getApproximateCreationDateTime().toInstant().toString(),
            "tablename", table,
            "username", username,
            "score", Double.parseDouble(score));
    var data = SdkBytes.fromByteArray(json.writeValueAsBytes(event));
    kinesis.putRecord(
        put -> put.streamName(System.getenv("SCORE_STREAM")).partitionKey(username).data(data));
  }
}
