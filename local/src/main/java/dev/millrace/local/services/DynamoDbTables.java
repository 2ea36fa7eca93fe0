package dev.millrace.local.services;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/// What a database's tables are, without their items.
///
/// @param calls that made them so, in order
/// @param streams the ARN of each table's stream, as AWS spells it
record DynamoDbTables(List<Call> calls, Map<String, String> streams) {

  DynamoDbTables {
    calls = List.copyOf(calls);
    streams = Map.copyOf(streams);
  }

  /// A call that makes, changes or deletes a table.
  sealed interface Call {
    record Create(CreateTableRequest request) implements Call {}

    record Update(UpdateTableRequest request) implements Call {}

    record Delete(DeleteTableRequest request) implements Call {}

    record Expire(UpdateTimeToLiveRequest request) implements Call {}

    record Tag(TagResourceRequest request) implements Call {}

    record Untag(UntagResourceRequest request) implements Call {}
  }
}
