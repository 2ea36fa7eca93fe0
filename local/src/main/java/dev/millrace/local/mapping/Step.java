package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A shard's next state and what it wants done.
record Step(ShardState state, List<Effect> effects) {

  static Step of(ShardState state, Effect... effects) {
    return new Step(state, List.of(effects));
  }

  /// This step, then the one that `next` takes from its state.
  Step then(Function<ShardState, Step> next) {
    var following = next.apply(state);
    var all = new ArrayList<>(effects);
    all.addAll(following.effects);
    return new Step(following.state, List.copyOf(all));
  }
}
