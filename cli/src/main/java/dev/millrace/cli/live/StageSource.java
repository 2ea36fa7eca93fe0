package dev.millrace.cli.live;

import java.util.List;

/// What knows how the stages stand.
@FunctionalInterface
public interface StageSource {

  /// The stages in the order of the pipelines; called often, from any thread.
  List<Stage> stages();
}
