package dev.millrace.local.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What goes back to a caller, before it is written to a connection.
///
/// @param status of HTTP
/// @param contentType of the body
/// @param headers besides those that every answer has
/// @param body the document
record Answer(int status, String contentType, Map<String, String> headers, byte[] body)
    implements Reply {

  static final String JSON = "application/x-amz-json-1.1";

  private static final String ERROR_TYPE = "x-amzn-ErrorType";
  private static final String QUERY_ERROR = "x-amzn-query-error";

  /// An action's result.
  static Answer of(Object result, WireFormat format, String contentType) {
    return new Answer(200, contentType, Map.of(), format.write(result));
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
        Map.of(ERROR_TYPE, refusal.error().type()),
        format.write(document));
  }

  /// A refusal for a caller whose format is not known.
  static Answer of(AwsException refusal) {
    return of(refusal, WireFormat.JSON, JSON);
  }

  /// The AWS error type, if it is an error.
  Optional<String> errorType() {
    return Optional.ofNullable(headers.get(ERROR_TYPE));
  }

  /// The same refusal with the code it had in the query protocol, for callers that still go by
  /// that.
  Answer withQueryError(AwsError error) {
    return with(QUERY_ERROR, error.queryCode() + (status < 500 ? ";Sender" : ";Receiver"));
  }

  /// The same with another header.
  Answer with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, more, body);
  }
}
