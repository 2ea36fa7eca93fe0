package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
            "KmsDataKeyReusePeriodSeconds",
            "KmsMasterKeyId",
            "RedriveAllowPolicy",
            "SqsManagedSseEnabled",
            "Tags")
        .refuseOthers();

    var api = context.api();
    context
        .deployment()
        .holdings()
        .ensure(
            new Holdings.Lasting(
                properties.path(),
                "AWS::SQS::Queue",
                name,
                new LinkedHashMap<>(attributes),
                () -> api.finds("AmazonSQS.GetQueueUrl", Map.of("QueueName", name)),
                () ->
                    api.create(
                        "AmazonSQS.CreateQueue",
                        Map.of("QueueName", name, "Attributes", attributes)),
                changes(api, name, attributes)));
    var url = url(api, name);
    var arn =
        api.call(
                API + "GetQueueAttributes",
                Map.of("QueueUrl", url, "AttributeNames", List.of("QueueArn")))
            .path("Attributes")
            .path("QueueArn")
            .asString();
    return new Physical(url, Map.of("Arn", arn, "QueueName", name, "QueueUrl", url));
  }

  private static String url(AwsApi api, String name) {
    return api.call("AmazonSQS.GetQueueUrl", Map.of("QueueName", name)).path("QueueUrl").asString();
  }

  /// All can be changed, but for what a queue is.
  private static Map<String, Consumer<Object>> changes(
      AwsApi api, String name, Map<String, String> attributes) {
    var changes = new HashMap<String, Consumer<Object>>();
    for (var attribute : attributes.keySet()) {
      changes.put(
          attribute,
          value ->
              api.call(
                  "AmazonSQS.SetQueueAttributes",
                  Map.of("QueueUrl", url(api, name), "Attributes", Map.of(attribute, value))));
    }
    changes.remove("FifoQueue");
    return changes;
  }
}
