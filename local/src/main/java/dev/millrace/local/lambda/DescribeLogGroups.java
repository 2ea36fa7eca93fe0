package dev.millrace.local.lambda;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// Lists log groups by name.
final class DescribeLogGroups {

  private DescribeLogGroups() {}

  /// @param nextToken the last name of the page before
  @JsonNaming(LowerCamelCaseStrategy.class)
  record Request(
      @Nullable String logGroupNamePrefix,
      @Nullable String logGroupNamePattern,
      @Nullable Integer limit,
      @Nullable String nextToken) {}

  @JsonNaming(LowerCamelCaseStrategy.class)
  record Response(List<Group> logGroups, @Nullable String nextToken) {}

  @JsonNaming(LowerCamelCaseStrategy.class)
  record Group(
      String logGroupName,
      String arn,
      String logGroupArn,
      long creationTime,
      int metricFilterCount,
      long storedBytes,
      String logGroupClass) {}

  static Response apply(LogsService service, Request request) {
    if (request.logGroupNamePrefix() != null && request.logGroupNamePattern() != null) {
      throw LogsService.invalid(
          "logGroupNamePrefix and logGroupNamePattern must not be given together");
    }
    int limit = LogsService.limit(request.limit(), 50, 50);
    var matching =
        service.logs().functions().stream()
            .map(FunctionLogs::groupOf)
            .filter(name -> matches(name, request))
            .toList();
    var page = matching.stream().limit(limit).map(name -> group(service, name)).toList();
    return new Response(page, page.size() < matching.size() ? last(page) : null);
  }

  private static boolean matches(String name, Request request) {
    return (request.logGroupNamePrefix() == null || name.startsWith(request.logGroupNamePrefix()))
        && (request.logGroupNamePattern() == null || name.contains(request.logGroupNamePattern()))
        && (request.nextToken() == null || name.compareTo(request.nextToken()) > 0);
  }

  private static Group group(LogsService service, String name) {
    var function = service.function(name, null);
    var arn = service.groupArn(name);
    var created = service.logs().created(function).orElse(Instant.EPOCH);
    return new Group(
        name,
        arn + ":*",
        arn,
        created.toEpochMilli(),
        0,
        service.logs().events(function).stream().mapToLong(e -> e.message().length()).sum(),
        "STANDARD");
  }

  private static String last(List<Group> page) {
    return page.getLast().logGroupName();
  }
}
