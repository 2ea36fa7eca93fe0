package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Creates a delivery stream from direct puts or a Kinesis stream to S3 or OpenSearch.
///
/// Deviates from AWS: the delivery stream is ACTIVE at once instead of CREATING for some seconds,
/// its bucket is not looked at before the first object, and there are no other destinations.
final class CreateDeliveryStream {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");
  private static final int FIRST_VERSION = 1;

  private CreateDeliveryStream() {}

  record Request(
      String deliveryStreamName,
      @Nullable DeliveryStreamType deliveryStreamType,
      @Nullable KinesisSource kinesisStreamSourceConfiguration,
      @Nullable ExtendedS3 extendedS3DestinationConfiguration,
      @Nullable OpenSearch amazonopensearchserviceDestinationConfiguration,
      @Nullable List<Tags.Tag> tags) {

    Request with(ExtendedS3 config) {
      return new Request(
          deliveryStreamName,
          deliveryStreamType,
          kinesisStreamSourceConfiguration,
          config,
          null,
          null);
    }

    Request with(OpenSearch config) {
      return new Request(
          deliveryStreamName,
          deliveryStreamType,
          kinesisStreamSourceConfiguration,
          null,
          config,
          null);
    }
  }

  record Response(String deliveryStreamARN) {}

  static Step<Response> apply(FirehoseState state, Request request, Instant now) {
    var name = request.deliveryStreamName();
    if (!NAME.matcher(name).matches()) {
      throw Refusal.constraint(
          name, "deliveryStreamName", "Member must satisfy regular expression pattern: " + NAME);
    }
    var tags = Tags.add(Map.of(), request.tags() == null ? List.of() : request.tags());
    var document =
        new KeptStream.Document(request, state.created(), now, FIRST_VERSION, now, tags, null);
    var stream = stream(state, document);
    if (state.streams().containsKey(name)) {
      throw new AwsException(
          AwsError.RESOURCE_IN_USE,
          "Firehose %s under accountId %s already exists".formatted(name, state.account()));
    }
    return new Step<>(state.plus(stream), new Response(stream.arn()));
  }

  /// What a document stands for.
  static DeliveryStream stream(FirehoseState state, KeptStream.Document document) {
    var request = document.request();
    var name = request.deliveryStreamName();
    return new DeliveryStream(
        name,
        state.arn(name),
        document.serial(),
        document.created(),
        document.version(),
        document.updated(),
        document.tags(),
        request,
        settings(request, document.version(), document.created()),
        source(request));
  }

  /// The settings, checked.
  static Settings settings(Request request, int version, Instant now) {
    var name = request.deliveryStreamName();
    var s3 = request.extendedS3DestinationConfiguration();
    var openSearch = request.amazonopensearchserviceDestinationConfiguration();
    if (s3 != null && openSearch == null) {
      return Settings.of(name, version, s3, now);
    }
    if (openSearch != null && s3 == null) {
      return Settings.of(name, version, openSearch, now);
    }
    throw Refusal.argument(
        "Either ExtendedS3DestinationConfiguration or"
            + " AmazonopensearchserviceDestinationConfiguration is required, were %s",
        s3 == null ? "neither" : "both");
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
