package dev.millrace.local.stack;

import dev.millrace.local.mapping.DestinationArn;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.stack.Resolver.Physical;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/// A function's event of type `Kinesis` or `DynamoDB`, or an `AWS::Lambda::EventSourceMapping`, as
/// the event source mapping it stands for.
final class StreamEvent {

  private static final int DEFAULT_BATCH_SIZE = 100;

  private static final Pattern SERVICE = Pattern.compile("arn:[^:]+:([^:]+):");

  private StreamEvent() {}

  /// The function that a mapping calls.
  ///
  /// @param arn with its alias, if it has one
  /// @param role its execution role
  record Target(String name, String arn, String role) {}

  /// @param properties the event's properties, resolved
  /// @param stream the property that holds the stream's ARN
  static MappingConfig mapping(
      Properties properties, String stream, ResourceType.Context context, Target function) {
    var window = properties.integer("TumblingWindowInSeconds").orElse(0);
    var config =
        new MappingConfig(
            uuid(properties, context),
            source(properties, stream),
            function.name(),
            function.arn(),
            function.role(),
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
    properties.withoutLocalEffect("KmsKeyArn", "MetricsConfig", "Tags").refuseOthers();
    return config;
  }

  private static String uuid(Properties properties, ResourceType.Context context) {
    var name = context.stackName() + properties.path();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String source(Properties properties, String name) {
    var arn = properties.requiredText(name);
    var service = SERVICE.matcher(arn);
    if (service.lookingAt() && !List.of("kinesis", "dynamodb").contains(service.group(1))) {
      throw properties.wrong(
          name, "the ARN of a Kinesis or DynamoDB stream, others are not supported", arn);
    }
    return arn;
  }

  /// What a mapping answers to `Ref` and `Fn::GetAtt`.
  static Physical physical(MappingConfig mapping, ResourceType.Context context) {
    var id = mapping.uuid();
    var arn = context.arn("lambda", "event-source-mapping:" + id);
    return new Physical(id, Map.of("Id", id, "EventSourceMappingArn", arn));
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
