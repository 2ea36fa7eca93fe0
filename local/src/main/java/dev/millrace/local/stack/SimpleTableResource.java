package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `AWS::Serverless::SimpleTable`: a table with a key and nothing else.
final class SimpleTableResource implements ResourceType {

  private final TableResource table = new TableResource();

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var key = properties.object("PrimaryKey");
    var name = key.map(each -> each.requiredText("Name")).orElse("id");
    var type = key.map(SimpleTableResource::type).orElse("S");
    key.ifPresent(Properties::refuseOthers);
    var full = new LinkedHashMap<String, Object>();
    full.put("AttributeDefinitions", List.of(Map.of("AttributeName", name, "AttributeType", type)));
    full.put("KeySchema", List.of(Map.of("AttributeName", name, "KeyType", "HASH")));
    properties.text("TableName").ifPresent(value -> full.put("TableName", value));
    Optional<Object> throughput = properties.raw("ProvisionedThroughput");
    throughput.ifPresent(value -> full.put("ProvisionedThroughput", value));
    full.put("BillingMode", throughput.isPresent() ? "PROVISIONED" : "PAY_PER_REQUEST");
    properties
        .withoutLocalEffect("PointInTimeRecoverySpecification", "SSESpecification", "Tags")
        .refuseOthers();
    return table.create(logicalId, new Properties(properties.path(), full), context);
  }

  private static String type(Properties key) {
    return switch (key.requiredText("Type")) {
      case "String" -> "S";
      case "Number" -> "N";
      case "Binary" -> "B";
      case String other -> throw key.wrong("Type", "String, Number or Binary", other);
    };
  }
}
