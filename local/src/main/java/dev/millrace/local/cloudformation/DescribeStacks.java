package dev.millrace.local.cloudformation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of one stack or all: status, parameters and outputs.
final class DescribeStacks {

  private DescribeStacks() {}

  /// @param stackName a name or an id; every stack if it is missing
  record Request(@Nullable String stackName, @Nullable String nextToken) {}

  record Item(
      String stackId,
      String stackName,
      @Nullable String description,
      List<DeployedStack.Parameter> parameters,
      Instant creationTime,
      String stackStatus,
      boolean disableRollback,
      List<DeployedStack.Output> outputs) {}

  record Response(List<Item> stacks) {}

  static Response apply(Deployed deployed, Request request) {
    Refusal.token(request.nextToken());
    var name = request.stackName();
    var stacks = name == null ? deployed.all() : List.of(deployed.stack(name));
    return new Response(stacks.stream().map(DescribeStacks::item).toList());
  }

  private static Item item(DeployedStack stack) {
    return new Item(
        stack.id(),
        stack.name(),
        stack.description(),
        stack.parameters(),
        stack.created(),
        DeployedStack.STATUS,
        false,
        stack.outputs());
  }
}
