package dev.millrace.cli.aws;

/// What came out of a stack cannot be read.
public final class OutputException extends RuntimeException {

  OutputException(String message) {
    super(message);
  }
}
