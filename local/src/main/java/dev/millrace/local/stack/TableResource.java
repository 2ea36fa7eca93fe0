package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `AWS::DynamoDB::Table`.
final class TableResource implements ResourceType {

  private static final String API = "DynamoDB_20120810.";
  private static final String TTL = "TimeToLiveSpecification";

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
      properties.raw(same).ifPresent(value -> request.put(same, typed(value)));
    }
    properties
        .object("StreamSpecification")
        .ifPresent(stream -> request.put("StreamSpecification", stream(stream)));
    var expiry = properties.raw(TTL).map(TableResource::typed);
    properties
        .withoutLocalEffect(
            "ContributorInsightsSpecification",
            "DeletionProtectionEnabled",
            "OnDemandThroughput",
            "PointInTimeRecoverySpecification",
            "ResourcePolicy",
            "SSESpecification",
            "TableClass",
            "Tags",
            "WarmThroughput")
        .refuseOthers();

    var settings = new LinkedHashMap<String, Object>(request);
    settings.keySet().removeAll(List.of("BillingMode", "ProvisionedThroughput"));
    expiry.ifPresent(value -> settings.put(TTL, value));
    context
        .deployment()
        .holdings()
        .ensure(
            new Holdings.Lasting(
                properties.path(),
                "AWS::DynamoDB::Table",
                name,
                settings,
                () -> context.api().finds(API + "DescribeTable", Map.of("TableName", name)),
                () -> {
                  if (context.api().create(API + "CreateTable", request)) {
                    awaitActive(name, context);
                    expiry.ifPresent(value -> expire(context.api(), name, value));
                  }
                },
                Map.of(TTL, value -> expire(context.api(), name, value))));
    var table = awaitActive(name, context);
    var attributes = new HashMap<>(Map.of("Arn", table.path("TableArn").asString()));
    if (table.has("LatestStreamArn")) {
      attributes.put("StreamArn", table.path("LatestStreamArn").asString());
    }
    return new Physical(name, attributes);
  }

  /// CloudFormation takes numbers and truth values as text, too; the API does not.
  private static Object typed(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var result = new LinkedHashMap<String, Object>();
        map.forEach(
            (key, item) -> result.put(String.valueOf(key), typed(String.valueOf(key), item)));
        yield result;
      }
      case List<?> list -> list.stream().map(TableResource::typed).toList();
      default -> value;
    };
  }

  private static Object typed(String name, Object value) {
    if (!(value instanceof String text)) {
      return typed(value);
    }
    return switch (name) {
      case "ReadCapacityUnits", "WriteCapacityUnits" -> new BigDecimal(text);
      case "Enabled" -> Boolean.valueOf(text);
      default -> text;
    };
  }

  private static JsonNode awaitActive(String name, Context context) {
    return context
        .api()
        .awaitActive(API + "DescribeTable", Map.of("TableName", name), "Table", "TableStatus");
  }

  private static void expire(AwsApi api, String table, Object specification) {
    api.call(API + "UpdateTimeToLive", Map.of("TableName", table, TTL, specification));
  }

  private static Map<String, Object> stream(Properties stream) {
    var view = stream.requiredText("StreamViewType");
    stream.refuseOthers();
    return Map.of("StreamEnabled", true, "StreamViewType", view);
  }
}
