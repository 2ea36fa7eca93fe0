package dev.millrace.cli.feed;

/// The stack did not take the input.
public final class FeedException extends RuntimeException {

  public FeedException(String message) {
    super(message);
  }

  public FeedException(String message, Throwable cause) {
    super(message, cause);
  }
}
