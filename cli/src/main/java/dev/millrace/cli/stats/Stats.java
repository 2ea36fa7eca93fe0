package dev.millrace.cli.stats;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What the parts of a stack have done lately, and how they are.
///
/// @param last the time that the counts are of, which ends now
public record Stats(
    List<Stream> streams,
    List<Function> functions,
    List<Mapping> mappings,
    List<Delivery> deliveries,
    Duration last) {

  /// A Kinesis stream.
  ///
  /// @param recordsOut as often as they were read, by polling
  public record Stream(
      String name,
      int openShards,
      long recordsIn,
      long bytesIn,
      long recordsOut,
      long bytesOut,
      long writesThrottled) {}

  /// A function.
  ///
  /// @param duration the average in milliseconds
  /// @param iteratorAge the highest, in milliseconds
  public record Function(
      String name,
      long invocations,
      long errors,
      OptionalDouble duration,
      OptionalDouble iteratorAge) {}

  /// An event source mapping.
  ///
  /// @param source of the form `kinesis wildrydes`
  /// @param lastResult as Lambda says it
  public record Mapping(String function, String source, String state, String lastResult) {}

  /// A Firehose delivery stream.
  ///
  /// @param recordsIn of direct puts; empty if it reads a stream, whose records are counted there
  public record Delivery(String name, String state, OptionalLong recordsIn) {}
}
