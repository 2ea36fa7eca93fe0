package dev.millrace.local.kinesis;

import com.google.errorprone.annotations.FormatMethod;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import org.jspecify.annotations.Nullable;

/// The refusals that several actions share, in the words AWS uses.
final class Refusal {

  private Refusal() {}

  static AwsException noStream(KinesisState state, String name) {
    return new AwsException(
        AwsError.RESOURCE_NOT_FOUND,
        "Stream %s under account %s not found.".formatted(name, state.account()));
  }

  static AwsException noShard(KinesisState state, DataStream stream, String shardId) {
    return new AwsException(
        AwsError.RESOURCE_NOT_FOUND,
        "Could not find shard %s in stream %s under account %s."
            .formatted(shardId, stream.name(), state.account()));
  }

  @FormatMethod
  static AwsException argument(String message, Object... values) {
    return new AwsException(AwsError.INVALID_ARGUMENT, message.formatted(values));
  }

  /// A member breaks a rule of the API's model.
  static AwsException constraint(@Nullable Object value, String path, String rule) {
    return new AwsException(
        AwsError.VALIDATION,
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
            .formatted(value, path, rule));
  }

  /// A number that must lie within bounds; `otherwise` if it is not given.
  static int within(@Nullable Integer value, String path, int least, int most, int otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value < least) {
      throw constraint(value, path, "Member must have value greater than or equal to " + least);
    }
    if (value > most) {
      throw constraint(value, path, "Member must have value less than or equal to " + most);
    }
    return value;
  }

  /// A text whose length must lie within bounds.
  static void length(String value, String path, int least, int most) {
    int length = value.codePointCount(0, value.length());
    if (length < least) {
      throw constraint(value, path, "Member must have length greater than or equal to " + least);
    }
    if (length > most) {
      throw constraint(value, path, "Member must have length less than or equal to " + most);
    }
  }
}
