package dev.millrace.local.data;

/// State cannot be kept in, or read from, its directory. The message names the place and the way
/// out.
public final class DataException extends RuntimeException {

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
