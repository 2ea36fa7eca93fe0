package dev.millrace.local.faults;

import dev.millrace.local.gateway.AwsError;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The APIs whose calls can be hit, and how each of them says that something is wrong.
@SuppressWarnings("ImmutableEnumChecker") // the sets are of Set.of
public enum Api {
  DYNAMODB(
      "dynamodb",
      Set.of("DynamoDB_20120810", "DynamoDBStreams_20120810"),
      Set.of(
          "BatchExecuteStatement",
          "BatchGetItem",
          "BatchWriteItem",
          "DeleteItem",
          "ExecuteStatement",
          "ExecuteTransaction",
          "GetItem",
          "GetRecords",
          "PutItem",
          "Query",
          "Scan",
          "TransactGetItems",
          "TransactWriteItems",
          "UpdateItem"),
      Set.of(
          "CreateTable",
          "DeleteTable",
          "DescribeStream",
          "DescribeTable",
          "DescribeTimeToLive",
          "GetShardIterator",
          "ListStreams",
          "ListTables",
          "UpdateTable",
          "UpdateTimeToLive"),
      AwsError.PROVISIONED_THROUGHPUT_EXCEEDED,
      AwsError.THROTTLING,
      AwsError.INTERNAL_SERVER_ERROR),
  KINESIS(
      "kinesis",
      Set.of("Kinesis_20131202"),
      Set.of("GetRecords", "GetShardIterator", "PutRecord", "PutRecords"),
      Set.of(
          "AddTagsToStream",
          "CreateStream",
          "DeleteStream",
          "DescribeStream",
          "DescribeStreamConsumer",
          "DescribeStreamSummary",
          "ListShards",
          "ListStreamConsumers",
          "ListStreams",
          "ListTagsForStream",
          "MergeShards",
          "RegisterStreamConsumer",
          "SplitShard",
          "UpdateShardCount"),
      AwsError.PROVISIONED_THROUGHPUT_EXCEEDED,
      AwsError.LIMIT_EXCEEDED,
      AwsError.INTERNAL_FAILURE),
  FIREHOSE(
      "firehose",
      Set.of("Firehose_20150804"),
      Set.of("PutRecord", "PutRecordBatch"),
      Set.of(
          "CreateDeliveryStream",
          "DeleteDeliveryStream",
          "DescribeDeliveryStream",
          "ListDeliveryStreams",
          "UpdateDestination"),
      AwsError.SERVICE_UNAVAILABLE,
      AwsError.LIMIT_EXCEEDED,
      AwsError.INTERNAL_FAILURE),
  SQS(
      "sqs",
      Set.of("AmazonSQS"),
      Set.of(
          "ChangeMessageVisibility",
          "DeleteMessage",
          "DeleteMessageBatch",
          "ReceiveMessage",
          "SendMessage",
          "SendMessageBatch"),
      Set.of(
          "CreateQueue",
          "DeleteQueue",
          "GetQueueAttributes",
          "GetQueueUrl",
          "ListQueues",
          "PurgeQueue",
          "SetQueueAttributes"),
      AwsError.REQUEST_THROTTLED,
      AwsError.REQUEST_THROTTLED,
      AwsError.INTERNAL_FAILURE);

  private final String id;
  private final Set<String> prefixes;
  private final Set<String> ofData;
  private final Set<String> actions;
  private final AwsError throttleOfData;
  private final AwsError throttleOfOthers;
  private final AwsError internalError;

  /// @param prefixes what `X-Amz-Target` begins with
  /// @param ofData the actions that read and write what is stored
  Api(
      String id,
      Set<String> prefixes,
      Set<String> ofData,
      Set<String> others,
      AwsError throttleOfData,
      AwsError throttleOfOthers,
      AwsError internalError) {
    this.id = id;
    this.prefixes = prefixes;
    this.ofData = ofData;
    this.throttleOfData = throttleOfData;
    this.throttleOfOthers = throttleOfOthers;
    this.internalError = internalError;
    var all = new HashSet<>(ofData);
    all.addAll(others);
    this.actions = Set.copyOf(all);
  }

  /// As AWS's policies spell it.
  public String id() {
    return id;
  }

  /// Those that can be hit.
  Set<String> actions() {
    return actions;
  }

  AwsError throttle(String action) {
    return ofData.contains(action) ? throttleOfData : throttleOfOthers;
  }

  AwsError internalError() {
    return internalError;
  }

  static Optional<Api> byId(String id) {
    return Arrays.stream(values()).filter(api -> api.id.equals(id)).findFirst();
  }

  static String ids() {
    return Arrays.stream(values()).map(Api::id).collect(Collectors.joining(", "));
  }

  /// @param prefix of `X-Amz-Target`
  static Optional<Api> byPrefix(String prefix) {
    return Arrays.stream(values()).filter(api -> api.prefixes.contains(prefix)).findFirst();
  }

  /// The tables, streams, delivery streams or queues that a request names.
  Set<String> resources(JsonNode request) {
    var found = new LinkedHashSet<String>();
    switch (this) {
      case DYNAMODB -> {
        add(found, request.path("TableName"));
        found.addAll(request.path("RequestItems").propertyNames());
        request
            .path("TransactItems")
            .forEach(item -> item.forEach(part -> add(found, part.path("TableName"))));
      }
      case KINESIS -> {
        add(found, request.path("StreamName"));
        add(found, request.path("StreamARN"));
      }
      case FIREHOSE -> add(found, request.path("DeliveryStreamName"));
      case SQS -> add(found, request.path("QueueUrl"));
    }
    return found;
  }

  /// An ARN or URL by what follows its last slash.
  private static void add(Set<String> found, JsonNode name) {
    if (name.isString()) {
      var text = name.stringValue();
      found.add(text.substring(text.lastIndexOf('/') + 1));
    }
  }
}
