package dev.millrace.cli;

/// An option cannot be as it is; the message is for the user.
final class UsageException extends RuntimeException {

  UsageException(String message) {
    super(message);
  }
}
