package dev.millrace.local.stack;

import dev.millrace.local.mapping.DestinationArn;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// A function's event of type `Kinesis` or `DynamoDB`, as the event source mapping it stands for.
final class StreamEvent {

  private static final int DEFAULT_BATCH_SIZE = 100;

  private StreamEvent() {}

  /// @param properties the event's properties, resolved
  /// @param function the function it calls
  /// @param role the function's execution role
  static MappingConfig mapping(
      Properties properties, ResourceType.Context context, String function, String role) {
    var window = properties.integer("TumblingWindowInSeconds").orElse(0);
    var config =
        new MappingConfig(
            UUID.nameUUIDFromBytes(
                    (context.stackName() + properties.path()).getBytes(StandardCharsets.UTF_8))
                .toString(),
            properties.requiredText("Stream"),
            function,
            context.arn("lambda", "function:" + function),
            role,
            startingPosition(properties),
            properties.integer("BatchSize").orElse(DEFAULT_BATCH_SIZE),
            Duration.ofSeconds(properties.integer("MaximumBatchingWindowInSeconds").orElse(0)),
            properties.integer("ParallelizationFactor").orElse(1),
            limit(properties, "MaximumRetryAttempts"),
            duration(limit(properties, "MaximumRecordAgeInSeconds")),
            properties.flag("BisectBatchOnFunctionError", false),
            reportsFailures(properties),
            window == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(window)),
            onFailure(properties),
            filters(properties));
    properties.withoutLocalEffect("KmsKeyArn", "MetricsConfig").refuseOthers();
    return config;
  }

  private static StartingPosition startingPosition(Properties properties) {
    var timestamp = properties.text("StartingPositionTimestamp");
    return switch (properties.requiredText("StartingPosition")) {
      case "TRIM_HORIZON" -> new StartingPosition.TrimHorizon();
      case "LATEST" -> new StartingPosition.Latest();
      case "AT_TIMESTAMP" ->
          new StartingPosition.AtTimestamp(
              instant(
                  timestamp.orElseThrow(
                      () -> properties.wrong("StartingPositionTimestamp", "given", "missing"))));
      case String other ->
          throw properties.wrong("StartingPosition", "TRIM_HORIZON, LATEST or AT_TIMESTAMP", other);
    };
  }

  private static Instant instant(String epochSeconds) {
    return Instant.ofEpochMilli(new BigDecimal(epochSeconds).movePointRight(3).longValue());
  }

  /// A limit where -1 and nothing both mean none.
  private static OptionalInt limit(Properties properties, String name) {
    var value = properties.integer(name).orElse(-1);
    return value == -1 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Optional<Duration> duration(OptionalInt seconds) {
    return seconds.isPresent()
        ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
        : Optional.empty();
  }

  private static boolean reportsFailures(Properties properties) {
    var types = properties.list("FunctionResponseTypes").orElse(List.of());
    if (!types.isEmpty() && !types.equals(List.of("ReportBatchItemFailures"))) {
      throw properties.wrong("FunctionResponseTypes", "[ReportBatchItemFailures] or empty", types);
    }
    return !types.isEmpty();
  }

  private static List<String> filters(Properties properties) {
    return properties
        .object("FilterCriteria")
        .map(criteria -> {
          var filters = criteria.objects("Filters");
          criteria.refuseOthers();
          return filters;
        })
        .orElse(List.of())
        .stream()
        .map(filter -> {
          var pattern = filter.requiredText("Pattern");
          filter.refuseOthers();
          return pattern;
        })
        .toList();
  }

  private static Optional<String> onFailure(Properties properties) {
    return properties
        .object("DestinationConfig")
        .flatMap(destination -> {
          var failure = destination.object("OnFailure");
          destination.refuseOthers();
          return failure;
        })
        .map(failure -> {
          var arn = failure.requiredText("Destination");
          checkDestination(failure, arn);
          failure.refuseOthers();
          return arn;
        });
  }

  /// SAM's `Type` adds a permission and nothing else, so the ARN decides; both must say the same.
  private static void checkDestination(Properties failure, String arn) {
    try {
      var kind = DestinationArn.parse(arn).kind().name();
      var type = failure.text("Type").orElse(kind);
      if (!type.equals(kind)) {
        throw failure.wrong("Type", kind + ", as Destination " + arn + " is", type);
      }
    } catch (IllegalArgumentException e) {
      throw new TemplateException(failure.path() + "/Destination: " + e.getMessage(), e);
    }
  }
}
