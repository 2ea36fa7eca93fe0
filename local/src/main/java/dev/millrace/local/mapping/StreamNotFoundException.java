package dev.millrace.local.mapping;

/// There is no such stream, or it was deleted while it was read.
final class StreamNotFoundException extends IllegalArgumentException {

  StreamNotFoundException(String arn, Exception cause) {
    super("Stream not found: " + arn, cause);
  }
}
