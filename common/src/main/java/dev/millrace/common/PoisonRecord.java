package dev.millrace.common;

/// A record that can never be processed, and why.
public record PoisonRecord(UserRecord record, String reason) {

  /// What stops a batch where such a record may not be passed by.
  public PoisonException exception() {
    return new PoisonException(reason);
  }
}
