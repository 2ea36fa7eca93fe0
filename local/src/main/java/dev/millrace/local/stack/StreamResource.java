package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.LinkedHashMap;
import java.util.Map;

/// `AWS::Kinesis::Stream`.
final class StreamResource implements ResourceType {

  private static final String API = "Kinesis_20131202.";
  private static final int DEFAULT_RETENTION_HOURS = 24;

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("Name").orElse(context.generatedName(logicalId));
    var request = new LinkedHashMap<String, Object>();
    request.put("StreamName", name);
    properties.integer("ShardCount").ifPresent(count -> request.put("ShardCount", count));
    properties
        .raw("StreamModeDetails")
        .ifPresent(details -> request.put("StreamModeDetails", details));
    var retention = properties.integer("RetentionPeriodHours").orElse(DEFAULT_RETENTION_HOURS);
    properties.withoutLocalEffect("StreamEncryption", "Tags").refuseOthers();

    var settings = new LinkedHashMap<String, Object>(request);
    settings.put("RetentionPeriodHours", retention);
    context
        .deployment()
        .holdings()
        .ensure(
            new Holdings.Lasting(
                properties.path(),
                "AWS::Kinesis::Stream",
                name,
                settings,
                () ->
                    context.api().finds(API + "DescribeStreamSummary", Map.of("StreamName", name)),
                () -> {
                  if (context.api().create(API + "CreateStream", request)) {
                    awaitActive(name, context);
                    retain(context.api(), name, retention);
                  }
                },
                Map.of(
                    "RetentionPeriodHours",
                    _ -> retain(context.api(), name, retention),
                    "ShardCount",
                    count -> reshard(context.api(), name, count))));
    return new Physical(name, Map.of("Arn", awaitActive(name, context)));
  }

  /// @return the stream's ARN, in whose account and region it may be
  private static String awaitActive(String name, Context context) {
    return context
        .api()
        .awaitActive(
            API + "DescribeStreamSummary",
            Map.of("StreamName", name),
            "StreamDescriptionSummary",
            "StreamStatus")
        .path("StreamARN")
        .asString();
  }

  private static void retain(AwsApi api, String stream, int hours) {
    var now =
        api.call(API + "DescribeStreamSummary", Map.of("StreamName", stream))
            .path("StreamDescriptionSummary")
            .path("RetentionPeriodHours")
            .asInt();
    if (now != hours) {
      api.call(
          API + (now < hours ? "Increase" : "Decrease") + "StreamRetentionPeriod",
          Map.of("StreamName", stream, "RetentionPeriodHours", hours));
    }
  }

  private static void reshard(AwsApi api, String stream, Object count) {
    api.call(
        API + "UpdateShardCount",
        Map.of("StreamName", stream, "TargetShardCount", count, "ScalingType", "UNIFORM_SCALING"));
  }
}
