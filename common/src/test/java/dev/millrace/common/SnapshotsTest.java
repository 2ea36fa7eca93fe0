package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

  /// What a runtime gives to those that want to know of snapshots.
  private static final class Registry extends Context<Resource> {

    private final List<Resource> resources = new ArrayList<>();

    @Override
    public void register(Resource resource) {
      resources.add(resource);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
      throw new UnsupportedOperationException("there is one context");
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
      throw new UnsupportedOperationException("there is one context");
    }
  }

  @Test
  void allIsRehearsedThenReleasedBeforeASnapshotAndNothingAfterIt() throws Exception {
    var registry = new Registry();
    var done = new ArrayList<String>();
    var snapshots = new Snapshots();
    snapshots.register(registry);
    snapshots.add(() -> done.add("rehearse"), () -> done.add("release"));
    snapshots.add(() -> done.add("rehearse"), () -> done.add("release"));

    assertThat(registry.resources).hasSize(1);
    registry.resources.getFirst().beforeCheckpoint(registry);
    registry.resources.getFirst().afterRestore(registry);

    assertThat(done).containsExactly("rehearse", "rehearse", "release", "release");
  }
}
