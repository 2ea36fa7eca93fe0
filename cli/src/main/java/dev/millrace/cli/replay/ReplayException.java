package dev.millrace.cli.replay;

import org.jspecify.annotations.Nullable;

/// Records that cannot be found or sent again.
public final class ReplayException extends RuntimeException {

  ReplayException(String message) {
    this(message, null);
  }

  ReplayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
