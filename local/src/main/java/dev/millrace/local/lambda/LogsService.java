package dev.millrace.local.lambda;

import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.JsonService;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The part of CloudWatch Logs that reads logs: what `aws logs` needs to describe, filter and tail.
///
/// Deviates from AWS: a function's log group is there as soon as the function is deployed, and only
/// as much of it can be read as [FunctionLogs] keeps in memory.
final class LogsService {

  private static final String ARN_PART = ":log-group:";

  private final FunctionLogs logs;
  private final String arnPrefix;

  LogsService(FunctionLogs logs, String region, String account) {
    this.logs = logs;
    this.arnPrefix = "arn:aws:logs:%s:%s:log-group:".formatted(region, account);
  }

  JsonService json() {
    return new JsonService(
        "Logs_20140328",
        List.of(
            new AwsAction<>(
                "DescribeLogGroups",
                DescribeLogGroups.Request.class,
                request -> DescribeLogGroups.apply(this, request)),
            new AwsAction<>(
                "DescribeLogStreams",
                DescribeLogStreams.Request.class,
                request -> DescribeLogStreams.apply(this, request)),
            new AwsAction<>(
                "FilterLogEvents",
                FilterLogEvents.Request.class,
                request -> FilterLogEvents.apply(this, request)),
            new AwsAction<>(
                "GetLogEvents",
                GetLogEvents.Request.class,
                request -> GetLogEvents.apply(this, request))));
  }

  FunctionLogs logs() {
    return logs;
  }

  String groupArn(String group) {
    return arnPrefix + group;
  }

  /// The entries of a group, oldest first.
  ///
  /// @param name the group's name, unless `identifier` is given
  /// @param identifier the group's name or ARN, unless `name` is given
  List<LogEvent> events(@Nullable String name, @Nullable String identifier) {
    return logs.events(function(name, identifier));
  }

  /// The function whose log group that is.
  String function(@Nullable String name, @Nullable String identifier) {
    var group = group(name, identifier);
    return Optional.of(group)
        .filter(given -> given.startsWith(FunctionLogs.groupOf("")))
        .map(given -> given.substring(FunctionLogs.groupOf("").length()))
        .filter(function -> logs.created(function).isPresent())
        .orElseThrow(() ->
            new AwsException(
                AwsError.RESOURCE_NOT_FOUND, "The specified log group does not exist: " + group));
  }

  private static String group(@Nullable String name, @Nullable String identifier) {
    var given = Stream.of(Optional.ofNullable(name), Optional.ofNullable(identifier));
    var all = given.flatMap(Optional::stream).toList();
    if (all.size() != 1) {
      throw invalid("exactly one of logGroupName and logGroupIdentifier must be given");
    }
    var group = all.getFirst();
    int at = group.indexOf(ARN_PART);
    return at < 0 ? group : group.substring(at + ARN_PART.length());
  }

  /// A page size.
  static int limit(@Nullable Integer limit, int usual, int most) {
    if (limit == null) {
      return usual;
    }
    if (limit < 1 || limit > most) {
      throw invalid("limit must be 1 to %d, was %d".formatted(most, limit));
    }
    return limit;
  }

  static AwsException invalid(String message) {
    return new AwsException(AwsError.INVALID_PARAMETER, message);
  }
}
