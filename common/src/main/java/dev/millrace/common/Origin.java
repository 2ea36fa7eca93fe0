package dev.millrace.common;

/// Where a stream record was read. What an event does not say is empty.
///
/// @param sourceArn the ARN of the stream, or of the consumer that it was pushed to
/// @param shardId the shard
public record Origin(String sourceArn, String shardId) {

  /// Of a record whose event says nothing.
  public static final Origin UNKNOWN = new Origin("", "");

  /// Reads an event's `eventSourceARN` and `eventID`, which is `shardId:sequenceNumber`.
  static Origin of(String eventSourceArn, String eventId) {
    return new Origin(eventSourceArn, eventId.substring(0, Math.max(0, eventId.indexOf(':'))));
  }

  /// The stream's name, also if the ARN is a consumer's: `…:stream/NAME/consumer/…`.
  public String streamName() {
    var parts = sourceArn.split("/", -1);
    return parts.length < 2 ? "" : parts[1];
  }
}
