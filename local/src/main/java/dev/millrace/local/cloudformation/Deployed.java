package dev.millrace.local.cloudformation;

import java.util.List;
import java.util.Optional;

/// What there is to tell of: one stack once it is complete.
record Deployed(Optional<DeployedStack> stack) {

  static final Deployed NOTHING = new Deployed(Optional.empty());

  /// The stack with this name or id.
  DeployedStack stack(String nameOrId) {
    return stack
        .filter(each -> each.name().equals(nameOrId) || each.id().equals(nameOrId))
        .orElseThrow(() -> Refusal.noStack(nameOrId));
  }

  List<DeployedStack> all() {
    return stack.stream().toList();
  }
}
