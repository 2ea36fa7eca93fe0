package dev.millrace.local.gateway;

import java.util.Map;
import java.util.Optional;

/// What goes back to a caller, before it is written to a connection.
///
/// @param status of HTTP
/// @param contentType of the body
/// @param errorType the AWS error type, if it is an error
/// @param body the document
record Answer(int status, String contentType, Optional<String> errorType, byte[] body)
    implements Reply {

  static final String JSON = "application/x-amz-json-1.1";

  /// An action's result.
  static Answer of(Object result, WireFormat format, String contentType) {
    return new Answer(200, contentType, Optional.empty(), format.write(result));
  }

  /// A refusal.
  static Answer of(AwsException refusal, WireFormat format, String contentType) {
    var document =
        Map.of(
            "__type", refusal.error().type(),
            "message", String.valueOf(refusal.getMessage()));
    return new Answer(
        refusal.error().status(),
        contentType,
        Optional.of(refusal.error().type()),
        format.write(document));
  }

  /// A refusal for a caller whose format is not known.
  static Answer of(AwsException refusal) {
    return of(refusal, WireFormat.JSON, JSON);
  }
}
