package dev.millrace.common;

import org.jspecify.annotations.Nullable;

/// A record that can never be processed, however often it is delivered.
public final class PoisonException extends PipelineException {

  public PoisonException(String message) {
    super(message, null);
  }

  public PoisonException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
