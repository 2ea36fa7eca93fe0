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

    var isNew = context.api().create(API + "CreateStream", request);
    var arn = awaitActive(name, context);
    if (isNew && retention != DEFAULT_RETENTION_HOURS) {
      context
          .api()
          .call(
              API + "IncreaseStreamRetentionPeriod",
              Map.of("StreamName", name, "RetentionPeriodHours", retention));
      awaitActive(name, context);
    }
    return new Physical(name, Map.of("Arn", arn));
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
}
