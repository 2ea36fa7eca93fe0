package dev.millrace.local.mapping.api;

import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The settings that CreateEventSourceMapping and UpdateEventSourceMapping share.
///
/// What a request does not say stays as it is; for a new mapping, as AWS has it by default.
final class MappingRequest {

  private static final String REPORT = "ReportBatchItemFailures";
  private static final int NO_LIMIT = -1;
  private static final int NEVER_TOO_OLD_BELOW = 60;

  private static final Set<String> SETTINGS =
      Set.of(
          "BatchSize",
          "BisectBatchOnFunctionError",
          "DestinationConfig",
          "Enabled",
          "FilterCriteria",
          "FunctionName",
          "FunctionResponseTypes",
          "MaximumBatchingWindowInSeconds",
          "MaximumRecordAgeInSeconds",
          "MaximumRetryAttempts",
          "ParallelizationFactor",
          "TumblingWindowInSeconds");

  private static final Set<String> AT_CREATION =
      with(SETTINGS, "EventSourceArn", "StartingPosition", "StartingPositionTimestamp");

  private final Body body;

  private MappingRequest(Body body, Set<String> known) {
    this.body = body;
    body.refuseOthers(known);
  }

  static MappingRequest toCreate(byte[] json) {
    return new MappingRequest(Body.parse(json), AT_CREATION);
  }

  static MappingRequest toUpdate(byte[] json) {
    return new MappingRequest(Body.parse(json), SETTINGS);
  }

  private static Set<String> with(Set<String> members, String... more) {
    var all = new HashSet<>(members);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  Optional<String> functionName() {
    return body.text("FunctionName");
  }

  Optional<Boolean> enabled() {
    return body.flag("Enabled");
  }

  /// A new mapping's settings.
  MappingConfig created(String uuid, FunctionConfig function, String role) {
    var streamArn =
        body.text("EventSourceArn")
            .orElseThrow(() ->
                Refusal.invalid("EventSourceArn must be given; other sources are not supported"));
    return config(
        new MappingConfig(
            uuid,
            streamArn,
            function.name(),
            function.arn(),
            role,
            startingPosition(streamArn),
            100,
            Duration.ZERO,
            1,
            OptionalInt.empty(),
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of()),
        function,
        role);
  }

  /// An existing mapping's settings after the update.
  MappingConfig updated(MappingConfig before, FunctionConfig function, String role) {
    return config(before, function, role);
  }

  private MappingConfig config(MappingConfig base, FunctionConfig function, String role) {
    return new MappingConfig(
        base.uuid(),
        base.streamArn(),
        function.name(),
        function.arn(),
        role,
        base.startingPosition(),
        body.number("BatchSize", 1, 10_000).orElse(base.batchSize()),
        seconds(body.number("MaximumBatchingWindowInSeconds", 0, 300))
            .orElse(base.batchingWindow()),
        body.number("ParallelizationFactor", 1, 10).orElse(base.parallelizationFactor()),
        maximumRetryAttempts(base),
        maximumRecordAge(base),
        body.flag("BisectBatchOnFunctionError").orElse(base.bisectOnError()),
        reports().orElse(base.reportBatchItemFailures()),
        tumblingWindow(base),
        onFailure(base),
        filters(base));
  }

  /// An object without filters takes them away.
  private List<String> filters(MappingConfig base) {
    var given = body.object("FilterCriteria");
    given.ifPresent(criteria -> criteria.refuseOthers(Set.of("Filters")));
    return given
        .map(criteria -> criteria.objects("Filters").orElse(List.of()))
        .map(filters -> filters.stream().map(MappingRequest::pattern).toList())
        .orElse(base.filters());
  }

  private static String pattern(Body filter) {
    filter.refuseOthers(Set.of("Pattern"));
    return filter
        .text("Pattern")
        .orElseThrow(
            () -> Refusal.invalid("Invalid filter pattern definition. Pattern must be given"));
  }

  private StartingPosition startingPosition(String streamArn) {
    var name = body.text("StartingPosition");
    var time = body.time("StartingPositionTimestamp");
    if (name.isEmpty()) {
      throw Refusal.invalid(
          "1 validation error detected: Value null at 'startingPosition' failed to satisfy"
              + " constraint: Member must not be null.");
    }
    if (time.isPresent() && !name.get().equals("AT_TIMESTAMP")) {
      throw Refusal.invalid(
          "StartingPositionTimestamp must be given with StartingPosition AT_TIMESTAMP only, was "
              + time.get()
              + " with "
              + name.get());
    }
    return switch (name.get()) {
      case "TRIM_HORIZON" -> new StartingPosition.TrimHorizon();
      case "LATEST" -> new StartingPosition.Latest();
      case "AT_TIMESTAMP" -> {
        if (streamArn.startsWith("arn:aws:dynamodb:")) {
          throw Refusal.invalid("Unsupported starting position for arn type: " + streamArn);
        }
        yield new StartingPosition.AtTimestamp(
            time.orElseThrow(() ->
                Refusal.invalid(
                    "StartingPositionTimestamp must be given with StartingPosition AT_TIMESTAMP")));
      }
      case String other ->
          throw Refusal.constraint(
              "'" + other + "'",
              "startingPosition",
              "Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]");
    };
  }

  private OptionalInt maximumRetryAttempts(MappingConfig base) {
    var attempts = body.number("MaximumRetryAttempts", NO_LIMIT, 10_000);
    if (attempts.isEmpty()) {
      return base.maximumRetryAttempts();
    }
    return attempts.getAsInt() == NO_LIMIT ? OptionalInt.empty() : attempts;
  }

  private Optional<Duration> maximumRecordAge(MappingConfig base) {
    var age = body.number("MaximumRecordAgeInSeconds", NO_LIMIT, 604_800);
    if (age.isEmpty()) {
      return base.maximumRecordAge();
    }
    if (age.getAsInt() == NO_LIMIT) {
      return Optional.empty();
    }
    if (age.getAsInt() < NEVER_TOO_OLD_BELOW) {
      throw Refusal.invalid(
          "MaximumRecordAgeInSeconds must be -1 or 60 to 604800, was " + age.getAsInt());
    }
    return seconds(age);
  }

  private Optional<Duration> tumblingWindow(MappingConfig base) {
    var window = seconds(body.number("TumblingWindowInSeconds", 0, 900));
    return window.isEmpty() ? base.tumblingWindow() : window.filter(Duration::isPositive);
  }

  private static Optional<Duration> seconds(OptionalInt number) {
    return number.isPresent()
        ? Optional.of(Duration.ofSeconds(number.getAsInt()))
        : Optional.empty();
  }

  private Optional<Boolean> reports() {
    return body.texts("FunctionResponseTypes")
        .map(types -> {
          for (var type : types) {
            if (!type.equals(REPORT)) {
              throw Refusal.constraint(
                  "'" + types + "'",
                  "functionResponseTypes",
                  "Member must satisfy constraint: [Member must satisfy enum value set: ["
                      + REPORT
                      + "]]");
            }
          }
          if (types.size() > 1) {
            throw Refusal.constraint(
                "'" + types + "'",
                "functionResponseTypes",
                "Member must have length less than or equal to 1");
          }
          return !types.isEmpty();
        });
  }

  private Optional<String> onFailure(MappingConfig base) {
    var given = body.object("DestinationConfig");
    if (given.isEmpty()) {
      return base.onFailure();
    }
    var destinations = given.get();
    destinations.refuseOthers(Set.of("OnFailure", "OnSuccess"));
    if (!destinations.object("OnSuccess").map(Body::isEmpty).orElse(true)) {
      throw Refusal.invalid(
          "Unsupported DestinationConfig parameter for given event source mapping type.");
    }
    var failure = destinations.object("OnFailure");
    failure.ifPresent(destination -> destination.refuseOthers(Set.of("Destination")));
    return failure.flatMap(destination -> destination.text("Destination"));
  }
}
