package dev.millrace.cli.input;

/// An input that cannot be used at all; the message names it and what is wrong.
public final class InputException extends RuntimeException {

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
