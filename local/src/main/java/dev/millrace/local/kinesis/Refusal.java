package dev.millrace.local.kinesis;

import com.google.errorprone.annotations.FormatMethod;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The refusals that several actions share, in the words AWS uses.
final class Refusal {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

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

  /// A shard has taken or given as much as it does in a second.
  static AwsException rateExceeded(KinesisState state, DataStream stream, Shard shard) {
    return new AwsException(
        AwsError.PROVISIONED_THROUGHPUT_EXCEEDED,
        "Rate exceeded for shard %s in stream %s under account %s."
            .formatted(shard.id(), stream.name(), state.account()));
  }

  /// A consumer may have no other subscription to a shard for now, or has lost the one it had.
  static AwsException subscribed(String consumerArn, int shard) {
    return new AwsException(
        AwsError.RESOURCE_IN_USE,
        "Another active subscription exists for this consumer: %s:%s"
            .formatted(consumerArn, Shard.id(shard)));
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

  /// A retention period that must lie within AWS's bounds.
  static void retention(int hours) {
    if (hours < DataStream.DEFAULT_RETENTION_HOURS) {
      throw argument(
          "Minimum allowed retention period is %d hours. Requested retention period (%d hours) is too"
              + " short.",
          DataStream.DEFAULT_RETENTION_HOURS, hours);
    }
    if (hours > DataStream.LONGEST_RETENTION_HOURS) {
      throw argument(
          "Maximum allowed retention period is %d hours. Requested retention period (%d hours) is too"
              + " long.",
          DataStream.LONGEST_RETENTION_HOURS, hours);
    }
  }

  /// The name of a stream or a consumer.
  static void name(String name, String path) {
    length(name, path, 1, 128);
    if (!NAME.matcher(name).matches()) {
      throw constraint(name, path, "Member must satisfy regular expression pattern: " + NAME);
    }
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
