package dev.millrace.local.lambda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// Lists entries of a whole log group, oldest first.
final class FilterLogEvents {

  private static final int MOST_EVENTS = 10_000;
  private static final int MOST_BYTES = 1 << 20;

  private FilterLogEvents() {}

  /// @param startTime from when on, milliseconds since the epoch
  /// @param endTime until when, inclusive
  /// @param interleaved accepted, as entries always come in the order of time
  /// @param nextToken the number of the entry that comes next
  @JsonNaming(LowerCamelCaseStrategy.class)
  record Request(
      @Nullable String logGroupName,
      @Nullable String logGroupIdentifier,
      @Nullable List<String> logStreamNames,
      @Nullable String logStreamNamePrefix,
      @Nullable Long startTime,
      @Nullable Long endTime,
      @Nullable String filterPattern,
      @Nullable Boolean interleaved,
      @Nullable Integer limit,
      @Nullable String nextToken) {}

  @JsonNaming(LowerCamelCaseStrategy.class)
  record Response(
      List<Event> events, List<String> searchedLogStreams, @Nullable String nextToken) {}

  @JsonNaming(LowerCamelCaseStrategy.class)
  record Event(
      String logStreamName, long timestamp, String message, long ingestionTime, String eventId) {}

  static Response apply(LogsService service, Request request) {
    if (request.logStreamNames() != null && request.logStreamNamePrefix() != null) {
      throw LogsService.invalid(
          "logStreamNames and logStreamNamePrefix must not be given together");
    }
    int limit = LogsService.limit(request.limit(), MOST_EVENTS, MOST_EVENTS);
    var pattern = FilterPattern.of(request.filterPattern());
    var found = new ArrayList<Event>();
    long bytes = 0;
    for (var event : service.events(request.logGroupName(), request.logGroupIdentifier())) {
      if (!isWanted(event, request) || !pattern.matches(event.message())) {
        continue;
      }
      bytes += event.message().length();
      if (found.size() == limit || (bytes > MOST_BYTES && !found.isEmpty())) {
        return new Response(found, List.of(), Long.toString(event.id()));
      }
      found.add(event(event));
    }
    return new Response(found, List.of(), null);
  }

  private static boolean isWanted(LogEvent event, Request request) {
    long time = event.time().toEpochMilli();
    return (request.startTime() == null || time >= request.startTime())
        && (request.endTime() == null || time <= request.endTime())
        && (request.logStreamNames() == null || request.logStreamNames().contains(event.stream()))
        && (request.logStreamNamePrefix() == null
            || event.stream().startsWith(request.logStreamNamePrefix()))
        && (request.nextToken() == null || event.id() >= number(request.nextToken()));
  }

  private static long number(String token) {
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw LogsService.invalid("nextToken must come from an earlier answer, was " + token);
    }
  }

  private static Event event(LogEvent event) {
    long time = event.time().toEpochMilli();
    return new Event(event.stream(), time, event.message(), time, "%056d".formatted(event.id()));
  }
}
