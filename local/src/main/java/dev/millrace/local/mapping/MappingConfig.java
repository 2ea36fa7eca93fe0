package dev.millrace.local.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How one stream feeds one function: the settings of an event source mapping.
///
/// @param uuid identifies the mapping
/// @param streamArn the ARN of a Kinesis stream, of a Kinesis stream's consumer, or of a DynamoDB
///   stream
/// @param functionName the function's name
/// @param functionArn the function's ARN, for failure messages
/// @param roleArn the function's execution role, for `invokeIdentityArn`
/// @param startingPosition where a shard without checkpoint is read from
/// @param batchSize most records of one invocation, 1 to 10,000
/// @param batchingWindow how long a batch may wait to fill up, 0 to 300 s
/// @param parallelizationFactor most invocations of one shard at a time, 1 to 10; above 1 not with
///   tumbling windows
/// @param maximumRetryAttempts invocations after the first, 0 to 10,000; empty for no limit
/// @param maximumRecordAge records older than this are given up, 60 s to 7 days; empty for no limit
/// @param bisectOnError whether a failed batch is split in two
/// @param reportBatchItemFailures whether the function's answer names the records that failed
/// @param tumblingWindow length of a tumbling window, 1 to 900 s; empty for none
/// @param onFailure ARN of the SQS queue, SNS topic or S3 bucket that gets a message for each batch
///   given up
/// @param filters JSON patterns, at most 10, one of which a record must match; empty for all
///   records
public record MappingConfig(
    String uuid,
    String streamArn,
    String functionName,
    String functionArn,
    String roleArn,
    StartingPosition startingPosition,
    int batchSize,
    Duration batchingWindow,
    int parallelizationFactor,
    OptionalInt maximumRetryAttempts,
    Optional<Duration> maximumRecordAge,
    boolean bisectOnError,
    boolean reportBatchItemFailures,
    Optional<Duration> tumblingWindow,
    Optional<String> onFailure,
    List<String> filters) {

  /// @throws IllegalArgumentException naming the parameter, its range and the value
  public MappingConfig {
    Range.check("batchSize", batchSize, 1, 10_000);
    Range.checkSeconds("maximumBatchingWindowInSeconds", batchingWindow, 0, 300);
    Range.check("parallelizationFactor", parallelizationFactor, 1, 10);
    maximumRetryAttempts.ifPresent(n -> Range.check("maximumRetryAttempts", n, 0, 10_000));
    maximumRecordAge.ifPresent(
        age -> Range.checkSeconds("maximumRecordAgeInSeconds", age, 60, 604_800));
    tumblingWindow.ifPresent(size -> Range.checkSeconds("tumblingWindowInSeconds", size, 1, 900));
    if (parallelizationFactor > 1 && tumblingWindow.isPresent()) {
      throw new IllegalArgumentException(
          "parallelizationFactor must be 1 together with tumblingWindowInSeconds, was %d with %d"
              .formatted(parallelizationFactor, tumblingWindow.get().toSeconds()));
    }
    var arn = StreamArn.parse(streamArn);
    if (arn.kind() != StreamArn.Kind.KINESIS
        && startingPosition instanceof StartingPosition.AtTimestamp) {
      throw new IllegalArgumentException(
          "Unsupported starting position for arn type: " + streamArn + ": AT_TIMESTAMP");
    }
    filters = List.copyOf(filters);
    var _ = EventFilters.of(filters, arn.kind());
  }

  /// Where reading starts if there is no checkpoint.
  public sealed interface StartingPosition {
    /// The oldest record the stream still holds.
    record TrimHorizon() implements StartingPosition {}

    /// Records written from now on.
    record Latest() implements StartingPosition {}

    /// The first record that arrived at `time` or later; Kinesis only.
    record AtTimestamp(Instant time) implements StartingPosition {}
  }

  /// Refuses values the way the Lambda API does.
  private static final class Range {

    static void check(String parameter, long value, long least, long most) {
      if (value < least) {
        throw refused(parameter, value, "greater than or equal to " + least);
      }
      if (value > most) {
        throw refused(parameter, value, "less than or equal to " + most);
      }
    }

    static void checkSeconds(String parameter, Duration value, long least, long most) {
      if (!value.equals(Duration.ofSeconds(value.toSeconds()))) {
        throw new IllegalArgumentException(
            parameter + " must be a whole number of seconds, was " + value);
      }
      check(parameter, value.toSeconds(), least, most);
    }

    private static IllegalArgumentException refused(String parameter, long value, String rule) {
      return new IllegalArgumentException(
          "1 validation error detected: Value '%d' at '%s' failed to satisfy constraint: Member must have value %s"
              .formatted(value, parameter, rule));
    }
  }
}
