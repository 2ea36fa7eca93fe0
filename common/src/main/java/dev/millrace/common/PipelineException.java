package dev.millrace.common;

import org.jspecify.annotations.Nullable;

/// A failure that must reach the operator. The subtype says who has to act.
public abstract sealed class PipelineException extends RuntimeException
    permits ConfigException, RetryableException, PoisonException {

  PipelineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
