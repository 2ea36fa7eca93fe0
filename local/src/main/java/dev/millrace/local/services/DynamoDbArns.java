package dev.millrace.local.services;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// ARNs of tables and streams as AWS spells them, and as DynamoDB Local does: with the region
/// `ddblocal`, whatever region the caller signed for.
///
/// @param streams other ARNs that are shown for those of this database's streams, by the latter
record DynamoDbArns(String region, Map<String, String> streams) {

  private static final String LOCAL = "arn:aws:dynamodb:ddblocal:";

  DynamoDbArns {
    streams = Map.copyOf(streams);
  }

  String toAws(String arn) {
    var aws = arn.startsWith(LOCAL) ? prefix() + arn.substring(LOCAL.length()) : arn;
    return streams.getOrDefault(aws, aws);
  }

  /// Null stays null, so that DynamoDB Local refuses a missing ARN itself.
  @Nullable String toLocal(@Nullable String arn) {
    return arn != null && arn.startsWith(prefix())
        ? LOCAL + hidden(arn).substring(prefix().length())
        : arn;
  }

  private String hidden(String arn) {
    for (var entry : streams.entrySet()) {
      if (entry.getValue().equals(arn)) {
        return entry.getKey();
      }
    }
    return arn;
  }

  /// A stream's label, which is the end of its ARN.
  private static String label(String streamArn) {
    return streamArn.substring(streamArn.lastIndexOf('/') + 1);
  }

  TableDescription toAws(TableDescription table) {
    var aws = table.toBuilder();
    if (table.tableArn() != null) {
      aws.tableArn(toAws(table.tableArn()));
    }
    if (table.latestStreamArn() != null) {
      var stream = toAws(table.latestStreamArn());
      aws.latestStreamArn(stream).latestStreamLabel(label(stream));
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
            .map(stream -> {
              var arn = toAws(stream.streamArn());
              return stream.toBuilder().streamArn(arn).streamLabel(label(arn)).build();
            })
            .toList());
    if (response.lastEvaluatedStreamArn() != null) {
      aws.lastEvaluatedStreamArn(toAws(response.lastEvaluatedStreamArn()));
    }
    return aws.build();
  }

  DescribeStreamResponse toAws(DescribeStreamResponse response) {
    var stream = response.streamDescription();
    var arn = toAws(stream.streamArn());
    var aws = stream.toBuilder().streamArn(arn).streamLabel(label(arn)).build();
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
