package dev.millrace.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;

/// What a resource's ARN names: a stream, or a consumer of it.
///
/// @param consumer null if it is the stream itself
record ArnResource(DataStream stream, @Nullable StreamConsumer consumer) {

  /// @throws dev.millrace.local.gateway.AwsException if there is no such resource
  static ArnResource find(KinesisState state, String arn, Instant now) {
    if (arn.contains("/consumer/")) {
      var found = Registration.find(state, arn, now);
      return new ArnResource(found.stream(), found.consumer());
    }
    return new ArnResource(state.stream(null, arn, now), null);
  }

  PSortedMap<String, String> tags() {
    return consumer == null ? stream.tags() : consumer.tags();
  }

  @Nullable String policy() {
    return consumer == null ? stream.settings().policy() : consumer.policy();
  }

  /// The stream after a change of the resource's tags.
  DataStream withTags(PSortedMap<String, String> tags) {
    return consumer == null ? stream.withTags(tags) : stream.with(consumer.withTags(tags));
  }

  /// The stream after a change of the resource's policy.
  DataStream withPolicy(@Nullable String policy) {
    return consumer == null
        ? stream.with(stream.settings().withPolicy(policy))
        : stream.with(consumer.withPolicy(policy));
  }
}
