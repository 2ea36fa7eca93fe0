package dev.millrace.local.cloudformation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of the resources of a stack.
final class DescribeStackResources {

  private DescribeStackResources() {}

  /// @param stackName a name or an id
  /// @param logicalResourceId only this one
  /// @param physicalResourceId of a resource of the stack in question, instead of its name
  record Request(
      @Nullable String stackName,
      @Nullable String logicalResourceId,
      @Nullable String physicalResourceId) {}

  record Item(
      String stackName,
      String stackId,
      String logicalResourceId,
      String physicalResourceId,
      String resourceType,
      Instant timestamp,
      String resourceStatus) {}

  record Response(List<Item> stackResources) {}

  static Response apply(Deployed deployed, Request request) {
    var stack = stack(deployed, request);
    var wanted = request.logicalResourceId();
    return new Response(
        stack.resources().stream()
            .filter(resource -> wanted == null || wanted.equals(resource.logicalId()))
            .map(resource -> item(stack, resource))
            .toList());
  }

  private static DeployedStack stack(Deployed deployed, Request request) {
    var name = request.stackName();
    var physical = request.physicalResourceId();
    if ((name == null) == (physical == null)) {
      throw Refusal.invalid("either StackName or PhysicalResourceId must be given, and not both");
    }
    return name != null
        ? deployed.stack(name)
        : deployed.all().stream()
            .filter(stack ->
                stack.resources().stream().anyMatch(each -> each.physicalId().equals(physical)))
            .findFirst()
            .orElseThrow(() -> Refusal.invalid("Stack for " + physical + " does not exist"));
  }

  private static Item item(DeployedStack stack, DeployedStack.Resource resource) {
    return new Item(
        stack.name(),
        stack.id(),
        resource.logicalId(),
        resource.physicalId(),
        resource.type(),
        stack.created(),
        DeployedStack.STATUS);
  }
}
