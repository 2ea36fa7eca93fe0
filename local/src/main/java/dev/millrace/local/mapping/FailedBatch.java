package dev.millrace.local.mapping;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a failure destination was told: which records of a stream were given up, and why.
///
/// Read from the message in an SQS queue, or the object in an S3 bucket, that Lambda writes.
///
/// @param functionArn the function that did not take them
/// @param condition why they were given up, such as `RetryAttemptsExhausted`
/// @param streamArn the ARN of the Kinesis stream, of its consumer, or of the DynamoDB stream
/// @param first sequence number of the first record
/// @param last sequence number of the last record
/// @param size how many records the batch had; those that the mapping filters left out lie between
///   them and do not count
/// @param event the event that the function got, which only a bucket is told
public record FailedBatch(
    String functionArn,
    String condition,
    String streamArn,
    String shardId,
    String first,
    String last,
    int size,
    Optional<String> event) {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /// Reads a failure message. SNS's envelope around it is taken off.
  ///
  /// @throws IllegalArgumentException if it is none, saying what it lacks
  public static FailedBatch parse(String document) {
    var message = read(document);
    if (message.path("Type").asString("").equals("Notification")) {
      message = read(text(message, "Message"));
    }
    var kinesis = message.path("KinesisBatchInfo");
    var batch = kinesis.isObject() ? kinesis : message.path("DDBStreamBatchInfo");
    if (!batch.isObject()) {
      throw new IllegalArgumentException(
          "no failure message of a stream: it has neither KinesisBatchInfo nor DDBStreamBatchInfo");
    }
    var request = message.path("requestContext");
    return new FailedBatch(
        text(request, "functionArn"),
        text(request, "condition"),
        StreamArn.parse(text(batch, "streamArn")).text(),
        text(batch, "shardId"),
        SequenceNumber.of(text(batch, "startSequenceNumber")).text(),
        SequenceNumber.of(text(batch, "endSequenceNumber")).text(),
        batch.path("batchSize").asInt(0),
        event(message.path("payload")));
  }

  public String functionName() {
    var from = functionArn.indexOf(":function:");
    var name = from < 0 ? functionArn : functionArn.substring(from + ":function:".length());
    return name.split(":", 2)[0];
  }

  /// Whether the records are a DynamoDB table's changes.
  public boolean isTable() {
    return StreamArn.parse(streamArn).kind() == StreamArn.Kind.DYNAMODB;
  }

  private static JsonNode read(String document) {
    try {
      return MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no failure message: not JSON", e);
    }
  }

  /// AWS's documentation does not tell whether the event is an object or a string of one.
  private static Optional<String> event(JsonNode payload) {
    if (payload.isObject()) {
      return Optional.of(payload.toString());
    }
    return payload.isString() ? Optional.of(payload.asString()) : Optional.empty();
  }

  private static String text(JsonNode node, String member) {
    var text = node.path(member).asString("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a failure message must have a member " + member);
    }
    return text;
  }
}
