package dev.millrace.local.firehose.transform;

import dev.millrace.local.firehose.transform.Transformed.Failed;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What is written under the error prefix for a record that was not processed: one line of JSON, in
/// the order and with the names of an object that AWS delivered. It has `lambdaARN` where the guide
/// has `lambdaArn`.
///
/// @param function its ARN; empty if another processor failed
/// @param attempts how often it was invoked
/// @param ended when the last attempt ended
public record TransformFailure(Optional<String> function, int attempts, Instant ended) {

  private static final JsonFactory FACTORY = new JsonFactory();

  /// The line, with its line feed.
  public byte[] line(Failed failed, TransformRecord item) {
    var bytes = new ByteArrayOutputStream(item.data().length * 4 / 3 + 512);
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeName("rawData").writeBinary(item.data());
      json.writeStringProperty("errorCode", failed.code());
      json.writeStringProperty("errorMessage", failed.message());
      json.writeNumberProperty("attemptsMade", attempts);
      json.writeNumberProperty("arrivalTimestamp", item.arrival().toEpochMilli());
      json.writeNumberProperty("attemptEndingTimestamp", ended.toEpochMilli());
      function.ifPresent(arn -> json.writeStringProperty("lambdaARN", arn));
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
