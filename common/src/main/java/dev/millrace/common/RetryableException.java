package dev.millrace.common;

import org.jspecify.annotations.Nullable;

/// A dependency is out of order for now: the same work may succeed later.
public final class RetryableException extends PipelineException {

  public RetryableException(String message) {
    super(message, null);
  }

  public RetryableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
