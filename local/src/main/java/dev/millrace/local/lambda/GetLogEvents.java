package dev.millrace.local.lambda;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// Pages through one stream, forwards or backwards.
final class GetLogEvents {

  private static final int MOST_EVENTS = 10_000;
  private static final String FORWARD = "f/";
  private static final String BACKWARD = "b/";

  private GetLogEvents() {}

  /// @param startTime from when on, milliseconds since the epoch
  /// @param endTime until before when
  /// @param nextToken `f/n` for entries numbered n or higher, `b/n` for those below n
  @JsonNaming(LowerCamelCaseStrategy.class)
  record Request(
      @Nullable String logGroupName,
      @Nullable String logGroupIdentifier,
      String logStreamName,
      @Nullable Long startTime,
      @Nullable Long endTime,
      @Nullable Integer limit,
      @Nullable Boolean startFromHead,
      @Nullable String nextToken) {}

  @JsonNaming(LowerCamelCaseStrategy.class)
  record Response(List<Event> events, String nextForwardToken, String nextBackwardToken) {}

  @JsonNaming(LowerCamelCaseStrategy.class)
  record Event(long timestamp, String message, long ingestionTime) {}

  static Response apply(LogsService service, Request request) {
    int limit = LogsService.limit(request.limit(), MOST_EVENTS, MOST_EVENTS);
    var stream =
        service.events(request.logGroupName(), request.logGroupIdentifier()).stream()
            .filter(event -> event.stream().equals(request.logStreamName()))
            .toList();
    if (stream.isEmpty()) {
      throw new AwsException(
          AwsError.RESOURCE_NOT_FOUND,
          "The specified log stream does not exist: " + request.logStreamName());
    }
    var inTime = stream.stream().filter(event -> isInTime(event, request)).toList();
    return page(inTime, position(request), limit, stream.getLast().id() + 1);
  }

  /// Where reading goes on, and which way.
  private record Position(boolean forward, long id) {}

  private static Position position(Request request) {
    var token = request.nextToken();
    if (token == null) {
      return Boolean.TRUE.equals(request.startFromHead())
          ? new Position(true, 0)
          : new Position(false, Long.MAX_VALUE);
    }
    try {
      if (token.startsWith(FORWARD)) {
        return new Position(true, Long.parseLong(token.substring(FORWARD.length())));
      }
      if (token.startsWith(BACKWARD)) {
        return new Position(false, Long.parseLong(token.substring(BACKWARD.length())));
      }
    } catch (NumberFormatException e) {
      throw LogsService.invalid("nextToken must come from an earlier answer, was " + token);
    }
    throw LogsService.invalid("nextToken must come from an earlier answer, was " + token);
  }

  private static Response page(List<LogEvent> events, Position position, int limit, long end) {
    var rest =
        events.stream()
            .filter(event -> position.forward() == (event.id() >= position.id()))
            .toList();
    var page =
        position.forward()
            ? rest.subList(0, Math.min(limit, rest.size()))
            : rest.subList(Math.max(0, rest.size() - limit), rest.size());
    long here = Math.min(position.id(), end);
    return new Response(
        page.stream().map(GetLogEvents::event).toList(),
        FORWARD + "%056d".formatted(page.isEmpty() ? here : page.getLast().id() + 1),
        BACKWARD + "%056d".formatted(page.isEmpty() ? here : page.getFirst().id()));
  }

  private static boolean isInTime(LogEvent event, Request request) {
    long time = event.time().toEpochMilli();
    return (request.startTime() == null || time >= request.startTime())
        && (request.endTime() == null || time < request.endTime());
  }

  private static Event event(LogEvent event) {
    long time = event.time().toEpochMilli();
    return new Event(time, event.message(), time);
  }
}
