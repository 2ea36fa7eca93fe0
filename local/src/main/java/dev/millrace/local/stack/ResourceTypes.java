package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Every resource type the local stack can create, by its name in templates.
final class ResourceTypes {

  private static final Map<String, ResourceType> BY_NAME =
      Map.ofEntries(
          Map.entry("AWS::ApplicationAutoScaling::ScalableTarget", InNameOnly::named),
          Map.entry("AWS::ApplicationAutoScaling::ScalingPolicy", InNameOnly::named),
          Map.entry("AWS::Athena::NamedQuery", InNameOnly::namedQuery),
          Map.entry("AWS::Athena::WorkGroup", InNameOnly::workGroup),
          Map.entry("AWS::CDK::Metadata", InNameOnly::named),
          Map.entry("AWS::CloudFront::Distribution", InNameOnly::distribution),
          Map.entry("AWS::CloudFront::OriginAccessControl", InNameOnly::withId),
          Map.entry("AWS::CloudFront::ResponseHeadersPolicy", InNameOnly::withId),
          Map.entry("AWS::CloudWatch::Alarm", InNameOnly::alarm),
          Map.entry("AWS::CloudWatch::Dashboard", InNameOnly::dashboard),
          Map.entry("AWS::Cognito::IdentityPool", IdentityPoolResources::pool),
          Map.entry("AWS::Cognito::IdentityPoolRoleAttachment", IdentityPoolResources::roles),
          Map.entry("AWS::DynamoDB::Table", new TableResource()),
          Map.entry("AWS::Glue::Database", GlueResources::database),
          Map.entry("AWS::Glue::Table", GlueResources::table),
          Map.entry("AWS::IAM::ManagedPolicy", InNameOnly::managedPolicy),
          Map.entry("AWS::IAM::Policy", InNameOnly::policy),
          Map.entry("AWS::IAM::Role", ResourceTypes::role),
          Map.entry("AWS::KMS::Alias", InNameOnly::keyAlias),
          Map.entry("AWS::KMS::Key", InNameOnly::key),
          Map.entry("AWS::Kinesis::ResourcePolicy", InNameOnly::named),
          Map.entry("AWS::Kinesis::Stream", new StreamResource()),
          Map.entry("AWS::Kinesis::StreamConsumer", new StreamConsumerResource()),
          Map.entry("AWS::KinesisAnalyticsV2::Application", InNameOnly::application),
          Map.entry(
              "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption", InNameOnly::named),
          Map.entry("AWS::KinesisFirehose::DeliveryStream", new DeliveryStreamResource()),
          Map.entry("AWS::Lambda::Alias", InNameOnly::functionAlias),
          Map.entry("AWS::Lambda::EventInvokeConfig", InNameOnly::named),
          Map.entry("AWS::Lambda::EventSourceMapping", new EventSourceMappingResource()),
          Map.entry("AWS::Lambda::Function", new PlainFunctionResource()),
          Map.entry("AWS::Lambda::LayerVersion", new LayerResource("Content")),
          Map.entry("AWS::Lambda::Permission", InNameOnly::named),
          Map.entry("AWS::Lambda::Version", InNameOnly::functionVersion),
          Map.entry("AWS::Logs::LogGroup", ResourceTypes::logGroup),
          Map.entry("AWS::Logs::LogStream", InNameOnly::logStream),
          Map.entry("AWS::Logs::MetricFilter", InNameOnly::named),
          Map.entry("AWS::OpenSearchService::Domain", new DomainResource()),
          Map.entry("AWS::S3::Bucket", ResourceTypes::bucket),
          Map.entry("AWS::S3::BucketPolicy", InNameOnly::named),
          Map.entry("AWS::SNS::Subscription", TopicResources::subscription),
          Map.entry("AWS::SNS::Topic", TopicResources::topic),
          Map.entry("AWS::SNS::TopicPolicy", TopicResources::policy),
          Map.entry("AWS::SQS::Queue", new QueueResource()),
          Map.entry("AWS::SQS::QueuePolicy", ResourceTypes::queuePolicy),
          Map.entry("AWS::Serverless::Connector", InNameOnly::connector),
          Map.entry("AWS::Serverless::Function", new FunctionResource()),
          Map.entry("AWS::Serverless::LayerVersion", new LayerResource("ContentUri")),
          Map.entry("AWS::Serverless::SimpleTable", new SimpleTableResource()));

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
              + " is not supported by the local stack; --skip "
              + resource.logicalId()
              + " leaves it out");
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

  /// A role exists in name only, unless IAM is enforced.
  private static Physical role(
      String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("RoleName").orElse(context.generatedName(logicalId));
    context
        .deployment()
        .iam()
        .ifPresent(iam -> new RolePolicies(iam, properties).attachToRole(name));
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

  /// Exists in name only, as a role does.
  private static Physical queuePolicy(
      String logicalId, Properties properties, ResourceType.Context context) {
    properties.withoutLocalEffect("PolicyDocument", "Queues").refuseOthers();
    var name = context.generatedName(logicalId);
    return new Physical(name, Map.of("Id", name));
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
