package dev.millrace.local.stack;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The AWS services that a stack can take from elsewhere.
public enum AwsService {
  KINESIS("kinesis", "Kinesis_20131202"),
  DYNAMODB("dynamodb", "DynamoDB_20120810"),
  FIREHOSE("firehose", "Firehose_20150804"),
  GLUE("glue", "AWSGlue"),
  SQS("sqs", "AmazonSQS"),
  SNS("sns", ""),
  S3("s3", "");

  private final String id;
  private final String targetPrefix;

  /// @param targetPrefix what `X-Amz-Target` begins with; empty if the protocol has none
  AwsService(String id, String targetPrefix) {
    this.id = id;
    this.targetPrefix = targetPrefix;
  }

  /// As AWS spells it in endpoints and signatures.
  public String id() {
    return id;
  }

  static Optional<AwsService> byId(String id) {
    return Arrays.stream(values()).filter(service -> service.id.equals(id)).findFirst();
  }

  /// @param target such as `Kinesis_20131202.CreateStream`
  static Optional<AwsService> byTarget(String target) {
    var prefix = target.substring(0, Math.max(0, target.lastIndexOf('.')));
    // streams are DynamoDB's second API, at the same endpoint
    var api = prefix.equals("DynamoDBStreams_20120810") ? DYNAMODB.targetPrefix : prefix;
    return Arrays.stream(values())
        .filter(service -> !api.isEmpty() && service.targetPrefix.equals(api))
        .findFirst();
  }

  static String ids() {
    return Arrays.stream(values()).map(AwsService::id).collect(Collectors.joining(", "));
  }
}
