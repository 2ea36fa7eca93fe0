package dev.millrace.local.lambda;

/// What became of one synchronous invocation.
public sealed interface InvokeResult {

  /// The function answered.
  ///
  /// @param payload its answer's JSON
  record Success(byte[] payload) implements InvokeResult {}

  /// The function ran and failed: it threw, timed out, or its process ended.
  ///
  /// @param functionError as in `X-Amz-Function-Error`, normally `Unhandled`
  /// @param payload `{"errorMessage": …, "errorType": …, "stackTrace": […]}`
  record FunctionError(String functionError, byte[] payload) implements InvokeResult {}

  /// The function was not reached; the caller may try again without counting an attempt.
  ///
  /// @param errorType such as `TooManyRequestsException`
  /// @param message for the operator
  record NotReached(String errorType, String message) implements InvokeResult {}
}
