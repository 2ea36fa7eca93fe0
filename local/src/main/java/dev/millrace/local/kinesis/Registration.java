package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A consumer and the stream it is registered with.
record Registration(DataStream stream, StreamConsumer consumer) {

  private static final Pattern ARN =
      Pattern.compile("(arn:[^/]*:stream/[^/]+)/consumer/([a-zA-Z0-9_.-]+):([0-9]+)");

  /// The consumer that a request names by its ARN, by its stream's ARN and its name, or by both.
  ///
  /// @throws AwsException if too little is given, it disagrees, or there is no such consumer
  static Registration find(
      KinesisState state,
      @Nullable String consumerArn,
      @Nullable String streamArn,
      @Nullable String name,
      Instant now) {
    if (consumerArn != null) {
      var found = find(state, consumerArn, now);
      agree("StreamARN", streamArn, found.stream.arn(), consumerArn);
      agree("ConsumerName", name, found.consumer.name(), consumerArn);
      return found;
    }
    if (streamArn == null || name == null) {
      throw Refusal.argument(
          "Either ConsumerARN or both StreamARN and ConsumerName must be given, %s missing",
          streamArn == null ? name == null ? "all are" : "StreamARN is" : "ConsumerName is");
    }
    var stream = state.stream(null, streamArn, now);
    var consumer = stream.consumers().get(name);
    if (consumer == null) {
      throw missing("Consumer %s under stream %s".formatted(name, stream.name()), state);
    }
    return new Registration(stream, consumer);
  }

  /// The consumer with an ARN.
  static Registration find(KinesisState state, String consumerArn, Instant now) {
    var parts = ARN.matcher(consumerArn);
    if (!parts.matches()) {
      throw Refusal.constraint(
          consumerArn, "consumerARN", "Member must satisfy regular expression pattern: " + ARN);
    }
    var stream = state.stream(null, parts.group(1), now);
    var consumer = stream.consumers().get(parts.group(2));
    if (consumer == null || !consumer.arn().equals(consumerArn)) {
      throw missing("Consumer " + consumerArn, state);
    }
    return new Registration(stream, consumer);
  }

  private static void agree(String member, @Nullable String given, String own, String arn) {
    if (given != null && !given.equals(own)) {
      throw Refusal.argument(
          "ConsumerARN %s and %s %s name different consumers", arn, member, given);
    }
  }

  private static AwsException missing(String what, KinesisState state) {
    return new AwsException(
        AwsError.RESOURCE_NOT_FOUND,
        "%s under account %s not found.".formatted(what, state.account()));
  }
}
