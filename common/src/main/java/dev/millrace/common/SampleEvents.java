package dev.millrace.common;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Events to rehearse with, as Lambda would write them.
public final class SampleEvents {

  private static final double TIME = 1496654228.189;

  private SampleEvents() {}

  /// The JSON of an event of a Kinesis stream with one record.
  public static String kinesis(String payload) {
    var data = Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    return event(
        Map.of(
            "eventID", "shardId-000000000000:1",
            "eventSourceARN", "arn:aws:kinesis:us-east-1:000000000000:stream/sample",
            "kinesis",
                Map.of(
                    "partitionKey",
                    "key",
                    "sequenceNumber",
                    "1",
                    "approximateArrivalTimestamp",
                    TIME,
                    "data",
                    data)));
  }

  /// The JSON of an event of a DynamoDB stream with one new item.
  ///
  /// @param item attribute values as DynamoDB's JSON has them
  public static String dynamodb(Map<String, Map<String, String>> item) {
    return event(
        Map.of(
            "eventID", "sample",
            "eventName", "INSERT",
            "eventSourceARN", "arn:aws:dynamodb:us-east-1:000000000000:table/sample/stream/1",
            "dynamodb",
                Map.of(
                    "ApproximateCreationDateTime", TIME,
                    "SequenceNumber", "1",
                    "Keys", item,
                    "NewImage", item)));
  }

  private static String event(Map<String, Object> streamRecord) {
    return Json.write(Map.of("Records", List.of(streamRecord)));
  }
}
