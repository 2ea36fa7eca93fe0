package dev.millrace.local.cloudformation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the resources of a stack.
final class ListStackResources {

  private ListStackResources() {}

  /// @param stackName a name or an id
  record Request(String stackName, @Nullable String nextToken) {}

  record Summary(
      String logicalResourceId,
      String physicalResourceId,
      String resourceType,
      Instant lastUpdatedTimestamp,
      String resourceStatus) {}

  record Response(List<Summary> stackResourceSummaries) {}

  static Response apply(Deployed deployed, Request request) {
    Refusal.token(request.nextToken());
    var stack = deployed.stack(request.stackName());
    return new Response(
        stack.resources().stream()
            .map(resource ->
                new Summary(
                    resource.logicalId(),
                    resource.physicalId(),
                    resource.type(),
                    stack.created(),
                    DeployedStack.STATUS))
            .toList());
  }
}
