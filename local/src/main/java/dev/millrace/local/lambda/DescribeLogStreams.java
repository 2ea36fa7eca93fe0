package dev.millrace.local.lambda;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// Lists the streams of a log group: one for each execution environment that logged.
final class DescribeLogStreams {

  private DescribeLogStreams() {}

  /// What streams are sorted by.
  enum Order {
    LogStreamName,
    LastEventTime
  }

  /// @param nextToken the last name of the page before
  @JsonNaming(LowerCamelCaseStrategy.class)
  record Request(
      @Nullable String logGroupName,
      @Nullable String logGroupIdentifier,
      @Nullable String logStreamNamePrefix,
      @Nullable Order orderBy,
      @Nullable Boolean descending,
      @Nullable Integer limit,
      @Nullable String nextToken) {}

  @JsonNaming(LowerCamelCaseStrategy.class)
  record Response(List<LogStream> logStreams, @Nullable String nextToken) {}

  @JsonNaming(LowerCamelCaseStrategy.class)
  record LogStream(
      String logStreamName,
      String arn,
      long creationTime,
      long firstEventTimestamp,
      long lastEventTimestamp,
      long lastIngestionTime) {}

  static Response apply(LogsService service, Request request) {
    var prefix = request.logStreamNamePrefix();
    if (prefix != null && request.orderBy() == Order.LastEventTime) {
      throw LogsService.invalid("orderBy LastEventTime must not go with a logStreamNamePrefix");
    }
    int limit = LogsService.limit(request.limit(), 50, 50);
    var sorted =
        streams(service, request).stream()
            .filter(stream -> prefix == null || stream.logStreamName().startsWith(prefix))
            .sorted(order(request))
            .toList();
    var rest = sorted.subList(start(sorted, request.nextToken()), sorted.size());
    var page = rest.stream().limit(limit).toList();
    return new Response(page, page.size() < rest.size() ? page.getLast().logStreamName() : null);
  }

  private static List<LogStream> streams(LogsService service, Request request) {
    var function = service.function(request.logGroupName(), request.logGroupIdentifier());
    var arn = service.groupArn(FunctionLogs.groupOf(function)) + ":log-stream:";
    var streams = new LinkedHashMap<String, LogStream>();
    for (var event : service.logs().events(function)) {
      long time = event.time().toEpochMilli();
      streams.merge(
          event.stream(),
          new LogStream(event.stream(), arn + event.stream(), time, time, time, time),
          (first, next) ->
              new LogStream(
                  first.logStreamName(),
                  first.arn(),
                  first.creationTime(),
                  first.firstEventTimestamp(),
                  next.lastEventTimestamp(),
                  next.lastIngestionTime()));
    }
    return List.copyOf(streams.values());
  }

  private static Comparator<LogStream> order(Request request) {
    Comparator<LogStream> order = Comparator.comparing(LogStream::logStreamName);
    if (request.orderBy() == Order.LastEventTime) {
      order = Comparator.comparingLong(LogStream::lastEventTimestamp).thenComparing(order);
    }
    return Boolean.TRUE.equals(request.descending()) ? order.reversed() : order;
  }

  private static int start(List<LogStream> sorted, @Nullable String after) {
    if (after == null) {
      return 0;
    }
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.get(i).logStreamName().equals(after)) {
        return i + 1;
      }
    }
    throw LogsService.invalid("nextToken must come from an earlier answer, was " + after);
  }
}
