package dev.millrace.local.stack;

/// A service outside of the stack cannot be used; the message names its URL.
public final class EndpointException extends RuntimeException {

  EndpointException(String message) {
    super(message);
  }

  EndpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
