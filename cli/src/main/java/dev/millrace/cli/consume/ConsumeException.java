package dev.millrace.cli.consume;

/// A stream that cannot be read as it was asked for; the message is for the user.
public final class ConsumeException extends RuntimeException {

  ConsumeException(String message) {
    super(message);
  }
}
