package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.Map;

/// `AWS::Serverless::LayerVersion` and `AWS::Lambda::LayerVersion`, of Java libraries.
///
/// @param content the property that says where the content is
record LayerResource(String content) implements ResourceType {

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("LayerName").orElse(context.generatedName(logicalId));
    var arn = context.arn("lambda", "layer:" + name + ":1");
    var code = CodeUri.locate(context, logicalId, properties, content);
    properties
        .withoutLocalEffect(
            "CompatibleArchitectures",
            "CompatibleRuntimes",
            "Description",
            "LicenseInfo",
            "PublishLambdaVersion",
            "RetentionPolicy")
        .refuseOthers();
    context.deployment().createLayer(arn, code);
    return new Physical(arn, Map.of("LayerVersionArn", arn));
  }
}
