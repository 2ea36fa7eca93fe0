package dev.millrace.local.sns;

/// A queue refuses a message for what it is, and would refuse it again.
final class UndeliverableException extends RuntimeException {

  UndeliverableException(String message, Throwable cause) {
    super(message, cause);
  }
}
