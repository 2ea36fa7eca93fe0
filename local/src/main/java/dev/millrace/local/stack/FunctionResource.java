package dev.millrace.local.stack;

import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.stack.Resolver.Physical;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// `AWS::Serverless::Function`, with its events of type `Kinesis` and `DynamoDB`.
final class FunctionResource implements ResourceType {

  private static final int DEFAULT_MEMORY = 128;
  private static final int DEFAULT_TIMEOUT = 3;

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("FunctionName").orElse(context.generatedName(logicalId));
    var arn = context.arn("lambda", "function:" + name);
    var role =
        properties
            .text("Role")
            .orElse(
                "arn:aws:iam::"
                    + context.account()
                    + ":role/"
                    + context.generatedName(logicalId)
                    + "Role");
    context.deployment().createFunction(function(name, properties, context), role);
    for (var event : properties.map("Events").keySet()) {
      createMapping(event, properties, context, name, role);
    }
    properties
        .withoutLocalEffect(
            "Architectures",
            "Description",
            "LoggingConfig",
            "PermissionsBoundary",
            "Policies",
            "RecursiveLoop",
            "Tags",
            "Tracing")
        .refuseOthers();
    return new Physical(name, Map.of("Arn", arn));
  }

  private static FunctionConfig function(String name, Properties properties, Context context) {
    return new FunctionConfig(
        name,
        properties.requiredText("Handler"),
        properties.requiredText("Runtime"),
        CodeUri.locate(
            context.deployment().templateFolder(),
            properties.requiredText("CodeUri"),
            properties.path() + "/CodeUri"),
        properties.integer("MemorySize").orElse(DEFAULT_MEMORY),
        Duration.ofSeconds(properties.integer("Timeout").orElse(DEFAULT_TIMEOUT)),
        environment(properties),
        context.region(),
        context.account(),
        properties
            .integer("ReservedConcurrentExecutions")
            .orElse(FunctionConfig.DEFAULT_CONCURRENCY));
  }

  private static Map<String, String> environment(Properties properties) {
    var variables = new LinkedHashMap<String, String>();
    properties
        .object("Environment")
        .ifPresent(environment -> {
          var values = environment.object("Variables");
          values.ifPresent(named ->
              environment
                  .map("Variables")
                  .keySet()
                  .forEach(key -> variables.put(key, named.requiredText(key))));
          environment.refuseOthers();
        });
    return variables;
  }

  private static void createMapping(
      String name, Properties properties, Context context, String function, String role) {
    var event = properties.object("Events").flatMap(events -> events.object(name)).orElseThrow();
    var type = event.requiredText("Type");
    if (!type.equals("Kinesis") && !type.equals("DynamoDB")) {
      throw event.wrong("Type", "Kinesis or DynamoDB, others are not supported", type);
    }
    var settings =
        event.object("Properties").orElseThrow(() -> event.wrong("Properties", "given", "missing"));
    event.refuseOthers();
    var enabled = settings.flag("Enabled", true);
    var mapping = StreamEvent.mapping(settings, context, function, role);
    context.deployment().createMapping(mapping, enabled);
  }
}
