package dev.millrace.local.gateway;

import java.nio.ByteBuffer;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// The messages of AWS's event stream encoding.
final class EventFrames {

  static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

  private final WireFormat format;

  EventFrames(WireFormat format) {
    this.format = format;
  }

  /// The first message: the action's result, which has no members.
  ByteBuffer initialResponse() {
    return message("event", ":event-type", "initial-response", Map.of());
  }

  ByteBuffer event(EventSource.Event event) {
    return message("event", ":event-type", event.type(), event.payload());
  }

  /// The last message of a stream that fails.
  ByteBuffer exception(AwsException failure) {
    return message(
        "exception",
        ":exception-type",
        failure.error().type(),
        Map.of("message", String.valueOf(failure.getMessage())));
  }

  private ByteBuffer message(String kind, String typeHeader, String type, Object payload) {
    var headers =
        Map.of(
            ":message-type",
            HeaderValue.fromString(kind),
            typeHeader,
            HeaderValue.fromString(type),
            ":content-type",
            HeaderValue.fromString(format.payloadType()));
    return new Message(headers, format.write(payload)).toByteBuffer();
  }
}
