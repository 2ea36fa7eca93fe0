package dev.millrace.local.stack;

import dev.millrace.local.iam.Roles;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.stack.Resolver.Physical;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `AWS::Serverless::Function`, with its events of type `Kinesis` and `DynamoDB`.
final class FunctionResource implements ResourceType {

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("FunctionName").orElse(context.generatedName(logicalId));
    var role = properties.text("Role").orElseGet(() -> role(logicalId, context));
    var function = FunctionSettings.of(logicalId, name, "CodeUri", properties, context);
    var called = alias(logicalId, name, properties, context);
    context.deployment().createFunction(function, role);
    var target = new StreamEvent.Target(name, called.arn(context), role);
    var mappings = new ArrayList<MappingConfig>();
    for (var event : properties.map("Events").keySet()) {
      mappings.add(createMapping(logicalId, event, properties, context, target));
    }
    properties.raw("Policies").ifPresent(policies -> Policies.check(policies, properties));
    context.deployment().iam().ifPresent(iam -> permit(properties, role, mappings, iam));
    FunctionSettings.refuseOthers(
        properties.withoutLocalEffect(
            "AssumeRolePolicyDocument",
            "AutoPublishAliasAllProperties",
            "AutoPublishCodeSha256",
            "DeadLetterQueue",
            "EventInvokeConfig",
            "PermissionsBoundary",
            "PropagateTags",
            "ProvisionedConcurrencyConfig",
            "RolePath",
            "Tracing",
            "VersionDeletionPolicy",
            "VersionDescription"));
    return new Physical(name, Map.of("Arn", function.arn()));
  }

  /// The role that SAM makes.
  private static String role(String logicalId, Context context) {
    var name = context.generatedName(logicalId) + "Role";
    var arn = "arn:aws:iam::" + context.account() + ":role/" + name;
    context
        .deployment()
        .generated(logicalId + "Role", "AWS::IAM::Role", new Physical(name, Map.of("Arn", arn)));
    return arn;
  }

  /// The function as its events call it. An alias and its version are names only.
  private static FunctionName alias(
      String logicalId, String name, Properties properties, Context context) {
    var called = new FunctionName(name, properties.text("AutoPublishAlias"));
    called
        .alias()
        .ifPresent(alias -> {
          var arn = called.arn(context);
          var named = new Physical(arn, Map.of("AliasArn", arn));
          var version = context.arn("lambda", "function:" + name + ":1");
          var deployment = context.deployment();
          deployment.createQualifier(name, alias);
          deployment.createQualifier(name, "1");
          deployment.generated(logicalId + ".Alias", "AWS::Lambda::Alias", named);
          deployment.generated(logicalId + "Alias" + alias, "AWS::Lambda::Alias", named);
          deployment.generated(
              logicalId + ".Version",
              "AWS::Lambda::Version",
              new Physical(version, Map.of("Version", "1")));
        });
    return called;
  }

  /// SAM gives policies to no role but its own.
  private static void permit(
      Properties properties, String role, List<MappingConfig> mappings, Roles iam) {
    var policies = new RolePolicies(iam, properties);
    if (properties.text("Role").isPresent()) {
      policies.checkRole(role);
    } else {
      policies.attachToFunction(role.substring(role.lastIndexOf('/') + 1), mappings);
    }
  }

  private static MappingConfig createMapping(
      String logicalId,
      String name,
      Properties properties,
      Context context,
      StreamEvent.Target function) {
    var event = properties.object("Events").flatMap(events -> events.object(name)).orElseThrow();
    var type = event.requiredText("Type");
    if (!type.equals("Kinesis") && !type.equals("DynamoDB")) {
      throw event.wrong(
          "Type",
          "Kinesis or DynamoDB, others are not supported (--skip %s.%s leaves it out)"
              .formatted(logicalId, name),
          type);
    }
    var settings =
        event.object("Properties").orElseThrow(() -> event.wrong("Properties", "given", "missing"));
    event.refuseOthers();
    var enabled = settings.flag("Enabled", true);
    var mapping = StreamEvent.mapping(settings, "Stream", context, function);
    context.deployment().createMapping(mapping, enabled);
    context
        .deployment()
        .generated(
            logicalId + name,
            "AWS::Lambda::EventSourceMapping",
            StreamEvent.physical(mapping, context));
    return mapping;
  }
}
