package dev.millrace.local.firehose;

import com.google.errorprone.annotations.FormatMethod;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import org.jspecify.annotations.Nullable;

/// The refusals that several actions share, in the words AWS uses.
final class Refusal {

  private Refusal() {}

  @FormatMethod
  static AwsException argument(String message, @Nullable Object... values) {
    return new AwsException(AwsError.INVALID_ARGUMENT, message.formatted(values));
  }

  @FormatMethod
  static AwsException limit(String message, @Nullable Object... values) {
    return new AwsException(AwsError.LIMIT_EXCEEDED, message.formatted(values));
  }

  /// A member breaks a rule of the API's model.
  static AwsException constraint(Object value, String path, String rule) {
    return new AwsException(
        AwsError.VALIDATION,
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
            .formatted(value, path, rule));
  }

  static int within(int value, String path, int least, int most) {
    if (value < least) {
      throw constraint(value, path, "Member must have value greater than or equal to " + least);
    }
    if (value > most) {
      throw constraint(value, path, "Member must have value less than or equal to " + most);
    }
    return value;
  }
}
