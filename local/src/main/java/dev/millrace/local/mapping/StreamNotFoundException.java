package dev.millrace.local.mapping;

/// There is no such stream, or it was deleted while it was read.
final class StreamNotFoundException extends IllegalArgumentException {

  StreamNotFoundException(String arn, Exception cause) {
    this("Stream", arn, cause);
  }

  private StreamNotFoundException(String what, String arn, Exception cause) {
    super(what + " not found: " + arn, cause);
  }

  /// The stream may be there, but not its consumer.
  static StreamNotFoundException consumer(String arn, Exception cause) {
    return new StreamNotFoundException("Stream consumer", arn, cause);
  }
}
