package dev.millrace.local.firehose.prefix;

import com.google.errorprone.annotations.FormatMethod;
import org.jspecify.annotations.Nullable;

/// A prefix, or a setting beside it, that breaks a rule, or a key that cannot be written; the
/// message names it.
public final class PrefixException extends RuntimeException {

  @FormatMethod
  PrefixException(String message, @Nullable Object... values) {
    super(message.formatted(values));
  }
}
