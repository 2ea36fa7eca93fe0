package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Every resource type the local stack can create, by its name in templates.
final class ResourceTypes {

  private static final Map<String, ResourceType> BY_NAME =
      Map.ofEntries(
          Map.entry("AWS::DynamoDB::Table", new TableResource()),
          Map.entry("AWS::Glue::Database", GlueResources::database),
          Map.entry("AWS::Glue::Table", GlueResources::table),
          Map.entry("AWS::IAM::Role", ResourceTypes::role),
          Map.entry("AWS::Kinesis::Stream", new StreamResource()),
          Map.entry("AWS::Kinesis::StreamConsumer", new StreamConsumerResource()),
          Map.entry("AWS::KinesisFirehose::DeliveryStream", new DeliveryStreamResource()),
          Map.entry("AWS::Logs::LogGroup", ResourceTypes::logGroup),
          Map.entry("AWS::OpenSearchService::Domain", new DomainResource()),
          Map.entry("AWS::S3::Bucket", ResourceTypes::bucket),
          Map.entry("AWS::SQS::Queue", new QueueResource()),
          Map.entry("AWS::Serverless::Function", new FunctionResource()));

  private ResourceTypes() {}

  /// @throws TemplateException if the type is not supported
  static ResourceType of(Template.Resource resource) {
    var type = BY_NAME.get(resource.type());
    if (type == null) {
      throw new TemplateException(
          "Resources/"
              + resource.logicalId()
              + ": the type "
              + resource.type()
              + " is not supported by the local stack");
    }
    return type;
  }

  private static Physical bucket(
      String logicalId, Properties properties, ResourceType.Context context) {
    var name =
        properties
            .text("BucketName")
            .orElse(context.generatedName(logicalId).toLowerCase(Locale.ROOT));
    properties
        .withoutLocalEffect(
            "BucketEncryption",
            "LifecycleConfiguration",
            "OwnershipControls",
            "PublicAccessBlockConfiguration",
            "Tags")
        .refuseOthers();
    context.deployment().createBucket(name);
    return new Physical(
        name,
        Map.of(
            "Arn", "arn:aws:s3:::" + name,
            "DomainName", name + ".s3.amazonaws.com",
            "RegionalDomainName", name + ".s3." + context.region() + ".amazonaws.com"));
  }

  /// A role exists in name only: nothing is authorised on one machine.
  private static Physical role(
      String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("RoleName").orElse(context.generatedName(logicalId));
    properties
        .withoutLocalEffect(
            "AssumeRolePolicyDocument",
            "Description",
            "ManagedPolicyArns",
            "MaxSessionDuration",
            "Path",
            "PermissionsBoundary",
            "Policies",
            "Tags")
        .refuseOthers();
    return new Physical(
        name,
        Map.of(
            "Arn", "arn:aws:iam::" + context.account() + ":role/" + name,
            "RoleId", "AROA" + Integer.toHexString(name.hashCode()).toUpperCase(Locale.ROOT)));
  }

  private static Physical logGroup(
      String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("LogGroupName").orElse(context.generatedName(logicalId));
    properties
        .withoutLocalEffect("KmsKeyId", "LogGroupClass", "RetentionInDays", "Tags")
        .refuseOthers();
    return new Physical(
        name, new HashMap<>(Map.of("Arn", context.arn("logs", "log-group:" + name + ":*"))));
  }
}
