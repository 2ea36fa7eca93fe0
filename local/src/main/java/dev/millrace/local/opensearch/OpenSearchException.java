package dev.millrace.local.opensearch;

/// OpenSearch cannot run; the message is for the user.
public final class OpenSearchException extends RuntimeException {

  OpenSearchException(String message) {
    super(message);
  }

  OpenSearchException(String message, Throwable cause) {
    super(message, cause);
  }
}
