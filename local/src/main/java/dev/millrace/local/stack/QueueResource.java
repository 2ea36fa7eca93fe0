package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// `AWS::SQS::Queue`.
final class QueueResource implements ResourceType {

  private static final String API = "AmazonSQS.";

  private static final List<String> ATTRIBUTES =
      List.of(
          "ContentBasedDeduplication",
          "DelaySeconds",
          "FifoQueue",
          "MaximumMessageSize",
          "MessageRetentionPeriod",
          "ReceiveMessageWaitTimeSeconds",
          "VisibilityTimeout");

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("QueueName").orElse(context.generatedName(logicalId));
    var attributes = new LinkedHashMap<String, String>();
    for (var attribute : ATTRIBUTES) {
      properties.text(attribute).ifPresent(value -> attributes.put(attribute, value));
    }
    properties
        .raw("RedrivePolicy")
        .ifPresent(policy ->
            attributes.put("RedrivePolicy", JsonMapper.shared().writeValueAsString(policy)));
    properties
        .withoutLocalEffect(
            "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "SqsManagedSseEnabled", "Tags")
        .refuseOthers();

    context.api().create(API + "CreateQueue", Map.of("QueueName", name, "Attributes", attributes));
    var url =
        context
            .api()
            .call(API + "GetQueueUrl", Map.of("QueueName", name))
            .path("QueueUrl")
            .asString();
    var arn =
        context
            .api()
            .call(
                API + "GetQueueAttributes",
                Map.of("QueueUrl", url, "AttributeNames", List.of("QueueArn")))
            .path("Attributes")
            .path("QueueArn")
            .asString();
    return new Physical(url, Map.of("Arn", arn, "QueueName", name, "QueueUrl", url));
  }
}
