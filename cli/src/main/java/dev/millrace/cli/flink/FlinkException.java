package dev.millrace.cli.flink;

import org.jspecify.annotations.Nullable;

/// The Flink job cannot be started, or does not do what it is told; the message is for the user.
public final class FlinkException extends RuntimeException {

  FlinkException(String message) {
    this(message, null);
  }

  FlinkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
