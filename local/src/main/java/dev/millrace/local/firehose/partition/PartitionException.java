package dev.millrace.local.firehose.partition;

import com.google.errorprone.annotations.FormatMethod;
import org.jspecify.annotations.Nullable;

/// A setting of dynamic partitioning that breaks a rule; the message names it.
public final class PartitionException extends RuntimeException {

  @FormatMethod
  PartitionException(String message, @Nullable Object... values) {
    super(message.formatted(values));
  }
}
