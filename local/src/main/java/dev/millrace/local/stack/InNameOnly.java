package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// Resources that are names here and nothing else: nothing is encrypted, scaled, watched or
/// published on one machine, and nothing is authorised unless IAM is enforced.
final class InNameOnly {

  private InNameOnly() {}

  static Physical named(String logicalId, Properties properties, ResourceType.Context context) {
    return new Physical(context.generatedName(logicalId), Map.of());
  }

  /// Something whose reference is an id that also is an attribute.
  static Physical withId(String logicalId, Properties properties, ResourceType.Context context) {
    var id = context.generatedName(logicalId);
    return new Physical(id, Map.of("Id", id));
  }

  /// A distribution that distributes nothing: its domain is nobody's.
  static Physical distribution(
      String logicalId, Properties properties, ResourceType.Context context) {
    var id = context.generatedName(logicalId);
    return new Physical(
        id, Map.of("Id", id, "DomainName", id.toLowerCase(Locale.ROOT) + ".invalid"));
  }

  /// A Flink application is not started, on AWS neither.
  static Physical application(
      String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("ApplicationName").orElse(context.generatedName(logicalId));
    context.deployment().createApplication(FlinkApplication.of(name, properties));
    return new Physical(name, Map.of());
  }

  static Physical logStream(String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("LogStreamName").orElse(context.generatedName(logicalId));
    return new Physical(name, Map.of());
  }

  static Physical alarm(String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("AlarmName").orElse(context.generatedName(logicalId));
    return new Physical(name, Map.of("Arn", context.arn("cloudwatch", "alarm:" + name)));
  }

  static Physical workGroup(String logicalId, Properties properties, ResourceType.Context context) {
    return new Physical(properties.requiredText("Name"), Map.of());
  }

  static Physical namedQuery(
      String logicalId, Properties properties, ResourceType.Context context) {
    var id = properties.text("Name").orElse(context.generatedName(logicalId));
    return new Physical(id, Map.of("NamedQueryId", id));
  }

  static Physical dashboard(String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("DashboardName").orElse(context.generatedName(logicalId));
    return new Physical(name, Map.of());
  }

  static Physical policy(String logicalId, Properties properties, ResourceType.Context context) {
    context.deployment().iam().ifPresent(iam -> new RolePolicies(iam, properties).attachToNamed());
    return named(logicalId, properties, context);
  }

  static Physical connector(String logicalId, Properties properties, ResourceType.Context context) {
    if (context.deployment().iam().isPresent()) {
      throw new TemplateException(
          properties.path() + ": connectors are not supported where IAM is enforced; policies are");
    }
    return named(logicalId, properties, context);
  }

  static Physical managedPolicy(
      String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("ManagedPolicyName").orElse(context.generatedName(logicalId));
    var arn = "arn:aws:iam::" + context.account() + ":policy/" + name;
    context
        .deployment()
        .iam()
        .ifPresent(iam -> iam.keep(arn, new RolePolicies(iam, properties).attachToNamed()));
    return new Physical(arn, Map.of("PolicyArn", arn));
  }

  static Physical key(String logicalId, Properties properties, ResourceType.Context context) {
    var name = context.generatedName(logicalId).getBytes(StandardCharsets.UTF_8);
    var id = UUID.nameUUIDFromBytes(name).toString();
    return new Physical(id, Map.of("Arn", context.arn("kms", "key/" + id), "KeyId", id));
  }

  static Physical keyAlias(String logicalId, Properties properties, ResourceType.Context context) {
    return new Physical(properties.requiredText("AliasName"), Map.of());
  }

  static Physical functionVersion(
      String logicalId, Properties properties, ResourceType.Context context) {
    var function = FunctionName.parse(properties, "FunctionName").name();
    context.deployment().createQualifier(function, "1");
    var arn = context.arn("lambda", "function:" + function + ":1");
    return new Physical(arn, Map.of("FunctionArn", arn, "Version", "1"));
  }

  static Physical functionAlias(
      String logicalId, Properties properties, ResourceType.Context context) {
    var function = FunctionName.parse(properties, "FunctionName").name();
    var alias = properties.requiredText("Name");
    context.deployment().createQualifier(function, alias);
    var arn = context.arn("lambda", "function:" + function + ":" + alias);
    return new Physical(arn, Map.of("AliasArn", arn));
  }
}
