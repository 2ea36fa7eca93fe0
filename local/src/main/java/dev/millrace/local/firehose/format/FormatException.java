package dev.millrace.local.firehose.format;

import com.google.errorprone.annotations.FormatMethod;
import org.jspecify.annotations.Nullable;

/// A setting or a schema that no record could be converted with; the message names it.
public final class FormatException extends RuntimeException {

  @FormatMethod
  FormatException(String message, @Nullable Object... values) {
    super(message.formatted(values));
  }
}
