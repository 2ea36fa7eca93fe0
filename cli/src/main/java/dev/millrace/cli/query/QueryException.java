package dev.millrace.cli.query;

/// A query cannot be answered; the message is for the user.
public final class QueryException extends RuntimeException {

  QueryException(String message) {
    super(message);
  }

  QueryException(String message, Throwable cause) {
    super(message, cause);
  }
}
