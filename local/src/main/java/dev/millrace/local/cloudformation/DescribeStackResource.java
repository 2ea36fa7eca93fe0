package dev.millrace.local.cloudformation;

import java.time.Instant;

/// Tells of one resource of a stack.
final class DescribeStackResource {

  private DescribeStackResource() {}

  /// @param stackName a name or an id
  record Request(String stackName, String logicalResourceId) {}

  record Detail(
      String stackName,
      String stackId,
      String logicalResourceId,
      String physicalResourceId,
      String resourceType,
      Instant lastUpdatedTimestamp,
      String resourceStatus) {}

  record Response(Detail stackResourceDetail) {}

  static Response apply(Deployed deployed, Request request) {
    var stack = deployed.stack(request.stackName());
    var resource =
        stack
            .resource(request.logicalResourceId())
            .orElseThrow(() -> Refusal.noResource(request.logicalResourceId(), stack.name()));
    return new Response(
        new Detail(
            stack.name(),
            stack.id(),
            resource.logicalId(),
            resource.physicalId(),
            resource.type(),
            stack.created(),
            DeployedStack.STATUS));
  }
}
