package dev.millrace.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What calls of DynamoDB and its streams ask for.
record DynamoDbCalls(Arns arns) {

  private static final Pattern STREAM = Pattern.compile("arn:aws:dynamodb:[^|]+");

  List<Access> of(Call call) {
    return switch (call.action()) {
      case "BatchGetItem", "BatchWriteItem" ->
          call.request().path("RequestItems").propertyNames().stream()
              .map(table -> Access.to(call.name(), table(table)))
              .toList();
      case "TransactGetItems", "TransactWriteItems" -> transaction(call);
      case "DescribeStream", "GetShardIterator" -> call.on(call.text("StreamArn"));
      case "GetRecords" -> call.on(call.text("ShardIterator").flatMap(this::streamOf));
      case "ListStreams" -> call.on(Optional.of(streams(call)));
      default ->
          call.on(
              call.text("TableName")
                  .map(table -> tableOrIndex(call, table))
                  .or(() -> call.text("ResourceArn")));
    };
  }

  /// A query or a scan of an index is on the index alone.
  private String tableOrIndex(Call call, String table) {
    var arn = table(table);
    return call.text("IndexName").map(index -> arn + "/index/" + index).orElse(arn);
  }

  /// Needs the permission of each part, and none of its own.
  private List<Access> transaction(Call call) {
    var all = new ArrayList<Access>();
    for (var item : call.request().path("TransactItems")) {
      for (var part : item.properties()) {
        // ConditionCheck, Delete, Get, Put or Update
        var action = "dynamodb:" + part.getKey() + "Item";
        Call.text(part.getValue(), "TableName")
            .ifPresent(table -> all.add(Access.to(action, table(table))));
      }
    }
    return all.stream().distinct().toList();
  }

  private String streams(Call call) {
    return call.text("TableName").map(table -> table(table) + "/stream/*").orElse("*");
  }

  /// The iterators of DynamoDB Local begin with the stream.
  private Optional<String> streamOf(String iterator) {
    var arn = STREAM.matcher(iterator);
    return arn.find()
        ? Optional.of(arn.group().replace(":ddblocal:", ":" + arns.region() + ":"))
        : Optional.empty();
  }

  private String table(String nameOrArn) {
    return nameOrArn.startsWith("arn:") ? nameOrArn : arns.of("dynamodb", "table/" + nameOrArn);
  }
}
