package dev.millrace.local.cloudwatch;

import com.google.errorprone.annotations.FormatMethod;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import org.jspecify.annotations.Nullable;

/// What CloudWatch says when it refuses.
final class Refusal {

  private Refusal() {}

  @FormatMethod
  static AwsException value(String reason, @Nullable Object... values) {
    return new AwsException(AwsError.INVALID_PARAMETER_VALUE, reason.formatted(values));
  }

  @FormatMethod
  static AwsException combination(String reason, @Nullable Object... values) {
    return new AwsException(AwsError.INVALID_PARAMETER_COMBINATION, reason.formatted(values));
  }
}
