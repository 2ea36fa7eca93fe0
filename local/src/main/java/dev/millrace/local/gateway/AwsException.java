package dev.millrace.local.gateway;

/// A request that a service refuses, with AWS's error type and a message for the caller.
public final class AwsException extends RuntimeException {

  private final AwsError error;

  /// @param error the type the caller's SDK maps to an exception
  /// @param message names the thing, the rule and the value
  public AwsException(AwsError error, String message) {
    super(message);
    this.error = error;
  }

  /// The error type and HTTP status.
  public AwsError error() {
    return error;
  }
}
