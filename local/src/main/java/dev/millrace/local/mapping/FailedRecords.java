package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the records of a failed batch in their stream, and writes the event that they were in.
///
/// @param roleArn the function's role, for `invokeIdentityArn`
public record FailedRecords(KinesisClient kinesis, DynamoDbStreamsClient streams, String roleArn) {

  /// A record that was given up.
  ///
  /// @param partitionKey empty for a change of a table
  /// @param data what was put; for a change of a table the element
  /// @param element the record as an element of the event's `Records`
  public record Found(
      String sequenceNumber, Optional<String> partitionKey, byte[] data, byte[] element) {}

  /// The event of an invocation with these records, without the members of a window.
  public static byte[] event(List<Found> records) {
    return records.stream()
        .map(found -> new String(found.element(), UTF_8))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"))
        .getBytes(UTF_8);
  }

  /// The records of an event that a bucket was told.
  ///
  /// @throws IllegalArgumentException if it is no event of a stream, saying why
  public static List<Found> of(String event) {
    try {
      var found = new ArrayList<Found>();
      for (var element : JsonMapper.shared().readTree(event).path("Records")) {
        found.add(of(element));
      }
      return found;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "the payload of a failure message must be an event, it is not JSON", e);
    }
  }

  private static Found of(JsonNode element) {
    var kinesis = element.path("kinesis");
    var bytes = element.toString().getBytes(UTF_8);
    return kinesis.isObject()
        ? new Found(
            kinesis.path("sequenceNumber").asString(""),
            Optional.of(kinesis.path("partitionKey").asString("")),
            data(kinesis.path("data").asString("")),
            bytes)
        : new Found(
            element.path("dynamodb").path("SequenceNumber").asString(""),
            Optional.empty(),
            bytes,
            bytes);
  }

  private static byte[] data(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the payload of a failure message must have records whose data is base64: "
              + e.getMessage(),
          e);
    }
  }

  /// The records from the batch's first to its last that are still in the stream, those that the
  /// mapping filtered out included.
  public List<Found> in(FailedBatch batch) {
    return batch.isTable() ? changes(batch) : records(batch);
  }

  private List<Found> records(FailedBatch batch) {
    var arn = StreamArn.parse(batch.streamArn());
    var events = new EventJson(arn, roleArn, Optional.empty(), batch.shardId());
    var found = new ArrayList<Found>();
    @Nullable String iterator =
        kinesis
            .getShardIterator(request ->
                request
                    .streamName(arn.stream())
                    .shardId(batch.shardId())
                    .shardIteratorType("AT_SEQUENCE_NUMBER")
                    .startingSequenceNumber(batch.first()))
            .shardIterator();
    while (iterator != null) {
      var from = iterator;
      var page = kinesis.getRecords(request -> request.shardIterator(from));
      for (var each : page.records()) {
        if (isBehind(each.sequenceNumber(), batch)) {
          return found;
        }
        found.add(
            new Found(
                each.sequenceNumber(),
                Optional.of(each.partitionKey()),
                each.data().asByteArray(),
                events.kinesis(each)));
      }
      var behind = page.millisBehindLatest();
      iterator = behind != null && behind == 0 ? null : page.nextShardIterator();
    }
    return found;
  }

  private List<Found> changes(FailedBatch batch) {
    var arn = StreamArn.parse(batch.streamArn());
    var events = new EventJson(arn, roleArn, Optional.empty(), batch.shardId());
    var found = new ArrayList<Found>();
    @Nullable String iterator =
        streams
            .getShardIterator(request ->
                request
                    .streamArn(batch.streamArn())
                    .shardId(batch.shardId())
                    .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .sequenceNumber(batch.first()))
            .shardIterator();
    while (iterator != null) {
      var from = iterator;
      var page = streams.getRecords(request -> request.shardIterator(from));
      for (var each : page.records()) {
        var number = each.dynamodb().sequenceNumber();
        if (isBehind(number, batch)) {
          return found;
        }
        var element = events.dynamoDb(each);
        found.add(new Found(number, Optional.empty(), element, element));
      }
      iterator = page.records().isEmpty() ? null : page.nextShardIterator();
    }
    return found;
  }

  private static boolean isBehind(String sequenceNumber, FailedBatch batch) {
    return SequenceNumber.of(sequenceNumber).compareTo(SequenceNumber.of(batch.last())) > 0;
  }
}
