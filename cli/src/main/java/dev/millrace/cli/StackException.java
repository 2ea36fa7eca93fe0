package dev.millrace.cli;

/// A stack cannot start, or does not come to rest; the message is for the user.
public final class StackException extends RuntimeException {

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
