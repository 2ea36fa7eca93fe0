package dev.millrace.local.sns;

import com.google.errorprone.annotations.FormatMethod;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import org.jspecify.annotations.Nullable;

/// What SNS says when it refuses.
final class Refusal {

  private Refusal() {}

  @FormatMethod
  static AwsException parameter(String reason, @Nullable Object... values) {
    return new AwsException(
        AwsError.INVALID_PARAMETER, "Invalid parameter: " + reason.formatted(values));
  }

  static AwsException noTopic() {
    return new AwsException(AwsError.NOT_FOUND, "Topic does not exist");
  }

  static AwsException noSubscription() {
    return new AwsException(AwsError.NOT_FOUND, "Subscription does not exist");
  }

  static AwsException noResource() {
    return new AwsException(AwsError.RESOURCE_NOT_FOUND, "Resource does not exist");
  }
}
