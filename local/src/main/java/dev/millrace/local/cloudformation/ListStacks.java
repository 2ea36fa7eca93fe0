package dev.millrace.local.cloudformation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists stacks.
final class ListStacks {

  private ListStacks() {}

  /// @param stackStatusFilter only stacks with one of these
  record Request(@Nullable List<String> stackStatusFilter, @Nullable String nextToken) {}

  record Summary(
      String stackId,
      String stackName,
      @Nullable String templateDescription,
      Instant creationTime,
      String stackStatus) {}

  record Response(List<Summary> stackSummaries) {}

  static Response apply(Deployed deployed, Request request) {
    Refusal.token(request.nextToken());
    var wanted = request.stackStatusFilter();
    if (wanted != null && !wanted.contains(DeployedStack.STATUS)) {
      return new Response(List.of());
    }
    return new Response(
        deployed.all().stream()
            .map(stack ->
                new Summary(
                    stack.id(),
                    stack.name(),
                    stack.description(),
                    stack.created(),
                    DeployedStack.STATUS))
            .toList());
  }
}
