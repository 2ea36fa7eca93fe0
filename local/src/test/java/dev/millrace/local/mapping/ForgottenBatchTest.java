package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What a shard does when a batch succeeded and the checkpoint is lost on purpose.
class ForgottenBatchTest {

  private static final Outcome OK = new Outcome.Succeeded(null);
  private static final Outcome CRASH = new Outcome.Failed("Unhandled");

  private static Function<Effect.Call, Outcome> answering(Outcome... outcomes) {
    var script = new ArrayDeque<>(List.of(outcomes));
    return _ -> script.isEmpty() ? OK : script.removeFirst();
  }

  /// Counts the records of a window in its state.
  private static Outcome counting(Effect.Call call) {
    var window = call.window();
    var before = window == null ? 0 : window.state().replaceAll("\\D", "").length();
    return new Outcome.Succeeded("{\"n\":\"" + "1".repeat(before + call.records().size()) + "\"}");
  }

  @Test
  void itsRecordsAreDeliveredAgainAndResolvedOnce() {
    var shard =
        ShardSimulation.of(new TestConfig(), answering()).forgetting(1).put(1, 3).untilQuiet();

    assertThat(shard.trace())
        .containsExactly("0 invoke 1 2 3", "0 invoke 1 2 3", "0 resolved 1 2 3", "0 checkpoint 3");
  }

  @Test
  void theyAreCutAnewTogetherWithWhatWaits() {
    var shard =
        ShardSimulation.of(new TestConfig().batchingWindow(5), answering())
            .forgetting(1)
            .put(1, 2)
            .until(5)
            .put(3, 3)
            .untilQuiet();

    assertThat(shard.trace("invoke")).containsExactly("5 invoke 1 2", "10 invoke 1 2 3");
  }

  @Test
  void halvesThatWaitAreReadAgainToo() {
    var shard =
        ShardSimulation.of(new TestConfig().bisect(), answering(CRASH))
            .forgetting(2)
            .put(1, 4)
            .untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly("0 invoke 1 2 3 4", "0 invoke 1 2", "0 invoke 3 4", "0 invoke 3 4");

    var first =
        ShardSimulation.of(new TestConfig().bisect(), answering(CRASH))
            .forgetting(1)
            .put(1, 4)
            .untilQuiet();

    assertThat(first.trace("invoke"))
        .containsExactly("0 invoke 1 2 3 4", "0 invoke 1 2", "0 invoke 1 2 3 4");
    assertThat(first.committed()).extracting(SequenceNumber::text).containsExactly("4");
  }

  @Test
  void aWindowKeepsTheStateOfBeforeAndIsHandedOverAgainIfThatIsForgotten() {
    var shard =
        ShardSimulation.of(new TestConfig().window(60), ForgottenBatchTest::counting)
            .forgetting(2, 4)
            .put(1, 2)
            .until(10)
            .put(3, 3)
            .untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 2 in 0-60 with {}",
            "10 invoke 3 in 0-60 with {\"n\":\"11\"}",
            "10 invoke 3 in 0-60 with {\"n\":\"11\"}",
            "60 invoke nothing in 0-60 with {\"n\":\"111\"} final",
            "60 invoke nothing in 0-60 with {\"n\":\"111\"} final");
  }
}
