package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Creates a delivery stream from direct puts or a Kinesis stream to S3.
///
/// Deviates from AWS: the delivery stream is ACTIVE at once instead of CREATING for some seconds,
/// its bucket is not looked at before the first object, and S3 is the only destination.
final class CreateDeliveryStream {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");
  private static final int FIRST_VERSION = 1;

  private CreateDeliveryStream() {}

  record Request(
      String deliveryStreamName,
      @Nullable DeliveryStreamType deliveryStreamType,
      @Nullable KinesisSource kinesisStreamSourceConfiguration,
      @Nullable ExtendedS3 extendedS3DestinationConfiguration) {}

  record Response(String deliveryStreamARN) {}

  static Step<Response> apply(FirehoseState state, Request request, Instant now) {
    var name = request.deliveryStreamName();
    if (!NAME.matcher(name).matches()) {
      throw Refusal.constraint(
          name, "deliveryStreamName", "Member must satisfy regular expression pattern: " + NAME);
    }
    var stream = stream(state, request, state.created(), now);
    if (state.streams().containsKey(name)) {
      throw new AwsException(
          AwsError.RESOURCE_IN_USE,
          "Firehose %s under accountId %s already exists".formatted(name, state.account()));
    }
    return new Step<>(state.plus(stream), new Response(stream.arn()));
  }

  /// What a request makes.
  ///
  /// @param serial how many delivery streams there were before
  static DeliveryStream stream(FirehoseState state, Request request, long serial, Instant created) {
    var name = request.deliveryStreamName();
    var config = request.extendedS3DestinationConfiguration();
    if (config == null) {
      throw Refusal.argument(
          "ExtendedS3DestinationConfiguration is required: S3 is the only destination here");
    }
    var source = source(request);
    var destination = S3Destination.of(name, FIRST_VERSION, config, created);
    return new DeliveryStream(name, state.arn(name), serial, created, config, destination, source);
  }

  private static @Nullable KinesisSource source(Request request) {
    var source = request.kinesisStreamSourceConfiguration();
    var type = request.deliveryStreamType();
    return switch (type == null ? DeliveryStreamType.DirectPut : type) {
      case DirectPut -> {
        if (source != null) {
          throw Refusal.argument(
              "KinesisStreamSourceConfiguration is for the type KinesisStreamAsSource only,"
                  + " DeliveryStreamType was %s",
              type);
        }
        yield null;
      }
      case KinesisStreamAsSource -> {
        if (source == null) {
          throw Refusal.argument(
              "KinesisStreamSourceConfiguration is required for KinesisStreamAsSource");
        }
        yield source;
      }
      case MSKAsSource, DatabaseAsSource ->
          throw Refusal.argument(
              "DeliveryStreamType %s is not supported here, DirectPut and KinesisStreamAsSource"
                  + " are",
              type);
    };
  }
}
