package dev.millrace.local.firehose;

/// What is needed is not to be had at the moment; the records must come again later.
final class NotNow extends RuntimeException {

  NotNow(String message) {
    super(message);
  }

  NotNow(String message, Throwable cause) {
    super(message, cause);
  }
}
