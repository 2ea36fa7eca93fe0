package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsAction.NoResult;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Changes the settings of a delivery stream's destination; what is left out stays as it is.
///
/// Records that were taken before are delivered under the new settings, too.
final class UpdateDestination {

  private UpdateDestination() {}

  record Request(
      String deliveryStreamName,
      String currentDeliveryStreamVersionId,
      String destinationId,
      ExtendedS3.@Nullable Update extendedS3DestinationUpdate,
      OpenSearch.@Nullable Update amazonopensearchserviceDestinationUpdate) {}

  static Step<NoResult> apply(FirehoseState state, Request request, Instant now) {
    var stream = state.stream(request.deliveryStreamName());
    if (!request.currentDeliveryStreamVersionId().equals(Integer.toString(stream.version()))) {
      throw new AwsException(
          AwsError.CONCURRENT_MODIFICATION,
          "CurrentDeliveryStreamVersionId must be %d, was %s"
              .formatted(stream.version(), request.currentDeliveryStreamVersionId()));
    }
    if (!request.destinationId().equals(DeliveryStream.DESTINATION_ID)) {
      throw Refusal.argument(
          "DestinationId must be %s, was '%s'",
          DeliveryStream.DESTINATION_ID, request.destinationId());
    }
    return new Step<>(state.with(stream.with(changed(stream, request), now)), new NoResult());
  }

  private static CreateDeliveryStream.Request changed(DeliveryStream stream, Request request) {
    var s3 = stream.request().extendedS3DestinationConfiguration();
    var s3Update = request.extendedS3DestinationUpdate();
    var openSearch = stream.request().amazonopensearchserviceDestinationConfiguration();
    var openSearchUpdate = request.amazonopensearchserviceDestinationUpdate();
    if (s3 != null && s3Update != null && openSearchUpdate == null) {
      return stream.request().with(changed(s3, s3.with(s3Update)));
    }
    if (openSearch != null && openSearchUpdate != null && s3Update == null) {
      return stream.request().with(openSearch.with(openSearchUpdate));
    }
    throw Refusal.argument(
        "%s is required, and no other one",
        s3 == null ? "AmazonopensearchserviceDestinationUpdate" : "ExtendedS3DestinationUpdate");
  }

  private static ExtendedS3 changed(ExtendedS3 s3, ExtendedS3 config) {
    if (DynamicPartitioning.isOn(config.dynamicPartitioningConfiguration())
        != DynamicPartitioning.isOn(s3.dynamicPartitioningConfiguration())) {
      throw Refusal.argument(
          "DynamicPartitioningConfiguration: Enabled cannot be changed, for a delivery stream has"
              + " it from its creation on or never");
    }
    return config;
  }
}
