package com.example.views;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stranger's function: a page's name per record, counted in a table by the SDK. */
public class CountViews implements RequestHandler<KinesisEvent, StreamsEventResponse> {

  private static final DynamoDbClient DYNAMO = DynamoDbClient.create();

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
      String page = StandardCharsets.UTF_8.decode(record.getKinesis().getData()).toString();
      DYNAMO.updateItem(update ->
          update
              .tableName(System.getenv("VIEWS_TABLE"))
              .key(Map.of("page", AttributeValue.fromS(page)))
              .updateExpression("ADD hits :one")
              .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
    }
    context.getLogger().log(System.getenv("LOG_PREFIX") + " " + event.getRecords().size());
    return new StreamsEventResponse(new ArrayList<>());
  }
}
