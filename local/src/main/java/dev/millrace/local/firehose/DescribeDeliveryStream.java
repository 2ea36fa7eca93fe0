package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Describes a delivery stream, which has one destination.
final class DescribeDeliveryStream {

  private static final int MOST = 10_000;

  private DescribeDeliveryStream() {}

  record Request(String deliveryStreamName, @Nullable Integer limit) {}

  record Response(Description deliveryStreamDescription) {}

  record Description(
      String deliveryStreamName,
      String deliveryStreamARN,
      String deliveryStreamStatus,
      DeliveryStreamType deliveryStreamType,
      String versionId,
      Instant createTimestamp,
      @Nullable Instant lastUpdateTimestamp,
      @Nullable Source source,
      List<Destination> destinations,
      boolean hasMoreDestinations) {}

  record Source(KinesisDescription kinesisStreamSourceDescription) {}

  record KinesisDescription(
      String kinesisStreamARN, String roleARN, Instant deliveryStartTimestamp) {}

  record Destination(
      String destinationId,
      ExtendedS3.@Nullable Description extendedS3DestinationDescription,
      OpenSearch.@Nullable Description amazonopensearchserviceDestinationDescription) {}

  static Step<Response> apply(FirehoseState state, Request request, Instant now) {
    if (request.limit() != null) {
      Refusal.within(request.limit(), "limit", 1, MOST);
    }
    return new Step<>(state, new Response(describe(state.stream(request.deliveryStreamName()))));
  }

  private static Description describe(DeliveryStream stream) {
    return new Description(
        stream.name(),
        stream.arn(),
        "ACTIVE",
        stream.type(),
        Integer.toString(stream.version()),
        stream.created(),
        stream.version() == 1 ? null : stream.updated(),
        source(stream),
        List.of(destination(stream.request())),
        false);
  }

  private static Destination destination(CreateDeliveryStream.Request request) {
    var s3 = request.extendedS3DestinationConfiguration();
    var openSearch = request.amazonopensearchserviceDestinationConfiguration();
    return new Destination(
        DeliveryStream.DESTINATION_ID,
        s3 == null ? null : s3.described(),
        openSearch == null ? null : openSearch.described());
  }

  private static @Nullable Source source(DeliveryStream stream) {
    var source = stream.source();
    return source == null
        ? null
        : new Source(
            new KinesisDescription(source.kinesisStreamARN(), source.roleARN(), stream.created()));
  }
}
