package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// Every stream of one account in one region. Immutable.
record KinesisState(String region, String account, PSortedMap<String, DataStream> streams) {

  static KinesisState empty(String region, String account) {
    return new KinesisState(region, account, TreePMap.empty());
  }

  String arn(String streamName) {
    return "arn:aws:kinesis:%s:%s:stream/%s".formatted(region, account, streamName);
  }

  /// The stream that a request names by its name, its ARN or both, as it is at `now`.
  ///
  /// @throws AwsException if neither is given, they disagree, or there is no such stream
  DataStream stream(@Nullable String name, @Nullable String arn, Instant now) {
    var stream = streams.get(nameOf(name, arn));
    if (stream == null) {
      throw Refusal.noStream(this, nameOf(name, arn));
    }
    return stream.at(now);
  }

  KinesisState with(DataStream stream) {
    return new KinesisState(region, account, streams.plus(stream.name(), stream));
  }

  KinesisState without(DataStream stream) {
    return new KinesisState(region, account, streams.minus(stream.name()));
  }

  private String nameOf(@Nullable String name, @Nullable String arn) {
    if (arn == null) {
      if (name == null) {
        throw new AwsException(
            AwsError.VALIDATION, "Either StreamName or StreamARN must be given, both are missing");
      }
      return name;
    }
    var prefix = arn("");
    if (!arn.startsWith(prefix)) {
      throw new AwsException(
          AwsError.RESOURCE_NOT_FOUND,
          "Stream %s not found: streams here have ARNs %s<name>".formatted(arn, prefix));
    }
    var named = arn.substring(prefix.length());
    if (name != null && !name.equals(named)) {
      throw new AwsException(
          AwsError.INVALID_ARGUMENT,
          "StreamName %s and StreamARN %s name different streams".formatted(name, arn));
    }
    return named;
  }
}
