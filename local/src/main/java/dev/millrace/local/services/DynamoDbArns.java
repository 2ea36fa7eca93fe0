package dev.millrace.local.services;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// ARNs of tables and streams as AWS spells them, and as DynamoDB Local does: with the region
/// `ddblocal`, whatever region the caller signed for.
record DynamoDbArns(String region) {

  private static final String LOCAL = "arn:aws:dynamodb:ddblocal:";

  String toAws(String arn) {
    return arn.startsWith(LOCAL) ? prefix() + arn.substring(LOCAL.length()) : arn;
  }

  /// Null stays null, so that DynamoDB Local refuses a missing ARN itself.
  @Nullable String toLocal(@Nullable String arn) {
    return arn != null && arn.startsWith(prefix()) ? LOCAL + arn.substring(prefix().length()) : arn;
  }

  TableDescription toAws(TableDescription table) {
    var aws = table.toBuilder();
    if (table.tableArn() != null) {
      aws.tableArn(toAws(table.tableArn()));
    }
    if (table.latestStreamArn() != null) {
      aws.latestStreamArn(toAws(table.latestStreamArn()));
    }
    if (table.hasGlobalSecondaryIndexes()) {
      aws.globalSecondaryIndexes(
          table.globalSecondaryIndexes().stream()
              .map(index -> index.toBuilder().indexArn(toAws(index.indexArn())).build())
              .toList());
    }
    if (table.hasLocalSecondaryIndexes()) {
      aws.localSecondaryIndexes(
          table.localSecondaryIndexes().stream()
              .map(index -> index.toBuilder().indexArn(toAws(index.indexArn())).build())
              .toList());
    }
    return aws.build();
  }

  ListStreamsResponse toAws(ListStreamsResponse response) {
    var aws = response.toBuilder();
    aws.streams(
        response.streams().stream()
            .map(stream -> stream.toBuilder().streamArn(toAws(stream.streamArn())).build())
            .toList());
    if (response.lastEvaluatedStreamArn() != null) {
      aws.lastEvaluatedStreamArn(toAws(response.lastEvaluatedStreamArn()));
    }
    return aws.build();
  }

  DescribeStreamResponse toAws(DescribeStreamResponse response) {
    var stream = response.streamDescription();
    var aws = stream.toBuilder().streamArn(toAws(stream.streamArn())).build();
    return response.toBuilder().streamDescription(aws).build();
  }

  GetRecordsResponse toAws(GetRecordsResponse response) {
    return response.toBuilder()
        .records(
            response.records().stream().map(r -> r.toBuilder().awsRegion(region).build()).toList())
        .build();
  }

  private String prefix() {
    return "arn:aws:dynamodb:" + region + ":";
  }
}
