package dev.millrace.cli.aws;

import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/// A DynamoDB table, read as a whole.
public record Table(DynamoDbClient dynamo, String name) {

  /// Hands over every item, page by page.
  public void forEach(Consumer<Item> each) {
    var request = ScanRequest.builder().tableName(name).consistentRead(true).build();
    var page = dynamo.scan(request);
    hand(page, each);
    while (page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty()) {
      page = dynamo.scan(request.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build());
      hand(page, each);
    }
  }

  private void hand(ScanResponse page, Consumer<Item> each) {
    page.items().forEach(attributes -> each.accept(new Item(name, attributes)));
  }
}
