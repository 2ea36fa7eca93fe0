package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// `AWS::DynamoDB::Table`.
final class TableResource implements ResourceType {

  private static final String API = "DynamoDB_20120810.";

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("TableName").orElse(context.generatedName(logicalId));
    var request = new LinkedHashMap<String, Object>();
    request.put("TableName", name);
    for (var same :
        new String[] {
          "AttributeDefinitions",
          "KeySchema",
          "BillingMode",
          "ProvisionedThroughput",
          "GlobalSecondaryIndexes",
          "LocalSecondaryIndexes"
        }) {
      properties.raw(same).ifPresent(value -> request.put(same, value));
    }
    properties
        .object("StreamSpecification")
        .ifPresent(stream -> request.put("StreamSpecification", stream(stream)));
    var expiry = properties.raw("TimeToLiveSpecification");
    properties
        .withoutLocalEffect(
            "ContributorInsightsSpecification",
            "DeletionProtectionEnabled",
            "PointInTimeRecoverySpecification",
            "SSESpecification",
            "TableClass",
            "Tags")
        .refuseOthers();

    var isNew = context.api().create(API + "CreateTable", request);
    var table =
        context
            .api()
            .awaitActive(API + "DescribeTable", Map.of("TableName", name), "Table", "TableStatus");
    expiry
        .filter(_ -> isNew)
        .ifPresent(value ->
            context
                .api()
                .call(
                    API + "UpdateTimeToLive",
                    Map.of("TableName", name, "TimeToLiveSpecification", value)));
    var attributes = new HashMap<>(Map.of("Arn", table.path("TableArn").asString()));
    if (table.has("LatestStreamArn")) {
      attributes.put("StreamArn", table.path("LatestStreamArn").asString());
    }
    return new Physical(name, attributes);
  }

  private static Map<String, Object> stream(Properties stream) {
    var view = stream.requiredText("StreamViewType");
    stream.refuseOthers();
    return Map.of("StreamEnabled", true, "StreamViewType", view);
  }
}
