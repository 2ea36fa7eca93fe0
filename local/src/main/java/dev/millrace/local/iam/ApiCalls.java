package dev.millrace.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What calls of APIs with named actions ask for, by the rules of AWS's service authorization
/// reference.
record ApiCalls(Arns arns) {

  /// By what `X-Amz-Target` begins with, the service as policies spell it.
  private static final Map<String, String> SERVICES =
      Map.of(
          "AWSCognitoIdentityService", "cognito-identity",
          "AWSGlue", "glue",
          "AmazonSQS", "sqs",
          "DynamoDBStreams_20120810", "dynamodb",
          "DynamoDB_20120810", "dynamodb",
          "Firehose_20150804", "firehose",
          "GraniteServiceVersion20100801", "cloudwatch",
          "Kinesis_20131202", "kinesis",
          "Millrace_Kinesis_20131202", "kinesis",
          "Logs_20140328", "logs");

  /// Actions that are on nothing in particular.
  private static final Set<String> ON_NOTHING =
      Set.of(
          "dynamodb:DescribeEndpoints",
          "dynamodb:DescribeLimits",
          "dynamodb:ListTables",
          "firehose:ListDeliveryStreams",
          "kinesis:DescribeLimits",
          "kinesis:ListStreams",
          "sns:ListSubscriptions",
          "sns:ListTopics",
          "sqs:ListQueues");

  private static final String GROUP = ":log-group:";

  /// The service of a target; empty if it is not known here.
  static Optional<String> service(String targetPrefix) {
    return Optional.ofNullable(SERVICES.get(targetPrefix));
  }

  /// What a call asks for; nothing if it is not known what the call is on.
  List<Access> of(Call call) {
    if (ON_NOTHING.contains(call.name())) {
      return call.on(Optional.of("*"));
    }
    return switch (call.service()) {
      case "cloudwatch" -> cloudWatch(call);
      case "cognito-identity" -> call.on(identityPool(call));
      case "dynamodb" -> new DynamoDbCalls(arns).of(call);
      case "firehose" -> call.on(deliveryStream(call));
      case "glue" -> glue(call);
      case "kinesis" -> new KinesisCalls(arns).of(call);
      case "logs" -> call.on(Optional.of(log(call)));
      case "sns" -> single(call).on(topic(call));
      case "sqs" -> single(call).on(queue(call));
      default -> List.of();
    };
  }

  /// A batch needs the permission of its single action.
  private static Call single(Call call) {
    return call.as(call.action().replaceFirst("Batch$", ""));
  }

  private static List<Access> cloudWatch(Call call) {
    var context = call.text("Namespace").map(it -> Map.of(ContextKeys.NAMESPACE, it));
    return List.of(new Access(call.name(), "*", context.orElse(Map.of())));
  }

  private Optional<String> deliveryStream(Call call) {
    return call.text("DeliveryStreamName")
        .map(name -> arns.of("firehose", "deliverystream/" + name));
  }

  private Optional<String> queue(Call call) {
    return call.firstOf("QueueUrl", "QueueName")
        .map(queue -> arns.of("sqs", queue.substring(queue.lastIndexOf('/') + 1)))
        .or(() -> call.text("SourceArn"));
  }

  private Optional<String> topic(Call call) {
    return call.firstOf("TopicArn", "TargetArn", "ResourceArn")
        .or(() -> call.text("Name").map(name -> arns.of("sns", name)))
        .or(() -> call.text("SubscriptionArn").map(it -> it.replaceFirst(":[^:]*$", "")));
  }

  /// A table's access needs that of its database and of the catalog, too.
  private List<Access> glue(Call call) {
    var all = new ArrayList<Access>();
    all.add(Access.to(call.name(), arns.of("glue", "catalog")));
    var isOfTable = call.action().contains("Table") || call.action().contains("Partition");
    var database =
        call.text("DatabaseName")
            .or(() -> Call.text(call.request().path("DatabaseInput"), "Name"))
            .or(() -> isOfTable ? Optional.empty() : call.text("Name"));
    database.ifPresent(it -> all.add(Access.to(call.name(), arns.of("glue", "database/" + it))));
    if (isOfTable && database.isPresent()) {
      var table =
          call.firstOf("TableName", "Name")
              .or(() -> Call.text(call.request().path("TableInput"), "Name"))
              .orElse("*");
      all.add(Access.to(call.name(), arns.of("glue", "table/" + database.get() + "/" + table)));
    }
    return all;
  }

  private String log(Call call) {
    var group = call.firstOf("logGroupName", "logGroupIdentifier").orElse("");
    var start = group.indexOf(GROUP);
    var name = start < 0 ? group : group.substring(start + GROUP.length());
    var stream = call.text("logStreamName").orElse("");
    return arns.of("logs", "log-group:" + name + ":log-stream:" + stream);
  }

  private Optional<String> identityPool(Call call) {
    return Optional.of(
        call.text("IdentityPoolId")
            .map(id -> arns.of("cognito-identity", "identitypool/" + id))
            .orElse("*"));
  }
}
