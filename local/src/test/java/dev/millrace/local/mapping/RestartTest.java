package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to records when the process ends without warning and begins anew.
class RestartTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String UUID = new TestConfig().build().uuid();

  @TempDir Path folder = Path.of("unset");

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final FakeStream stream = new FakeStream(clock, signals, "a", "b");
  private final FakeFunction function = FakeFunction.succeeding();
  private final List<EventSourceMappings> processes = new ArrayList<>();
  private FragileStore store = new FragileStore(PositionStore.none());

  /// Another process on the same folder.
  private EventSourceMappings begin(Invoker invoker) {
    store = new FragileStore(PositionFiles.in(folder));
    var mappings =
        new EventSourceMappings(
            clock,
            invoker,
            new FakeDestination(),
            signals,
            new Activity(),
            store,
            Metrics.NONE,
            _ -> stream);
    processes.add(mappings);
    return mappings;
  }

  @AfterEach
  void close() {
    processes.forEach(EventSourceMappings::close);
    clock.close();
  }

  private static void settle(EventSourceMappings mappings) throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private List<String> delivered() {
    return function.batches().stream().flatMap(List::stream).toList();
  }

  @Test
  @Proves({Rule.GOES_ON_AFTER_A_RESTART, Rule.AFTER_A_CRASH})
  void onlyTheBatchUnderWayIsDeliveredAgain() throws InterruptedException {
    var end = new CountDownLatch(1);
    var first =
        new FakeFunction(batch -> {
          if (batch.contains("5")) {
            awaitEnd(end);
          }
          return success("null");
        });
    stream.put("a", "1", "2", "3", "4", "5", "6");
    begin(first).start(new TestConfig().batchSize(2).build());
    store.awaitSaved(UUID, "\"sequenceNumber\":\"4\"");
    store.crash();
    end.countDown();
    processes.getFirst().close();

    var mappings = begin(function);
    mappings.start(new TestConfig().batchSize(2).build());
    stream.put("a", "7");
    settle(mappings);

    assertThat(first.batches())
        .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5", "6"));
    assertThat(delivered()).containsExactly("5", "6", "7");
  }

  @Test
  @Proves({Rule.LANES_AFTER_A_RESTART, Rule.GOES_ON_AFTER_A_RESTART})
  void whatOneLaneFinishedIsNotDeliveredAgainThoughAnotherDidNot() throws InterruptedException {
    var slow = ParallelMappingTest.keyIn(0, 2);
    var quick = ParallelMappingTest.keyIn(1, 2);
    var end = new CountDownLatch(1);
    var first =
        new FakeFunction(batch -> {
          if (batch.getFirst().startsWith(slow)) {
            awaitEnd(end);
          }
          return success("null");
        });
    var config = new TestConfig().parallel(2).batchSize(1).build();
    stream.put("a", slow + ":1", quick + ":2", slow + ":3", quick + ":4");
    begin(first).start(config);
    store.awaitSaved(UUID, "\"4\"");
    store.crash();
    end.countDown();
    processes.getFirst().close();

    var mappings = begin(function);
    mappings.start(config);
    stream.put("a", quick + ":5");
    settle(mappings);

    assertThat(delivered())
        .containsExactlyInAnyOrder(slow + ":1", slow + ":3", quick + ":5")
        .containsSubsequence(slow + ":1", slow + ":3");
  }

  @Test
  @Proves(Rule.MAPPINGS_OF_THE_TEMPLATE)
  void aMappingThatIsStartedAgainHasTheSettingsItIsStartedWith() throws InterruptedException {
    stream.put("a", "1");
    var before = begin(function);
    before.start(new TestConfig().batchSize(1).build());
    settle(before);
    before.update(new TestConfig().batchSize(9).build(), false);
    settle(before);
    before.close();
    stream.put("a", "2", "3", "4");

    var after = begin(function);
    after.start(new TestConfig().batchSize(2).build());
    settle(after);

    assertThat(after.list())
        .extracting(each -> each.config().batchSize() + " " + each.state())
        .containsExactly("2 ENABLED");
    assertThat(function.batches()).containsExactly(List.of("1"), List.of("2", "3"), List.of("4"));
  }

  private static void awaitEnd(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Proves(Rule.GOES_ON_AFTER_A_RESTART)
  void afterAnEndInPeaceNothingIsDeliveredAgain() throws InterruptedException {
    stream.put("a", "1", "2", "3");
    var before = begin(function);
    before.start(new TestConfig().build());
    settle(before);
    before.close();

    var after = begin(function);
    after.start(new TestConfig().build());
    stream.put("a", "4");
    settle(after);

    assertThat(delivered()).containsExactly("1", "2", "3", "4");
  }

  @Test
  @Proves({Rule.GOES_ON_AFTER_A_RESTART, Rule.LATEST_MISSES_NOTHING})
  void aMappingThatReadNothingSinceLatestMissesNothing() throws InterruptedException {
    var latest = new TestConfig().from(new StartingPosition.Latest()).build();
    stream.put("a", "before");
    begin(function).start(latest);
    store.crash();
    processes.getFirst().close();
    stream.put("a", "a1");
    stream.put("b", "b1");

    var mappings = begin(function);
    mappings.start(latest);
    settle(mappings);

    assertThat(delivered()).containsExactlyInAnyOrder("a1", "b1");
  }

  @Test
  @Proves(Rule.WINDOWS_AFTER_A_RESTART)
  void anOpenWindowGoesOn() throws InterruptedException {
    var counting = new FakeFunction(batch -> success("{\"state\":{\"n\":" + batch.size() + "}}"));
    var config = new TestConfig().window(60).build();
    stream.put("a", "1", "2");
    var before = begin(counting);
    before.start(config);
    settle(before);
    store.crash();
    before.close();

    var after = begin(counting);
    after.start(config);
    stream.put("a", "3");
    settle(after);
    clock.advance(Duration.ofSeconds(60));
    settle(after);

    assertThat(counting.batches()).containsExactly(List.of("1", "2"), List.of("3"), List.of());
    assertThat(counting.events().get(1).at("/state/n").asInt()).isEqualTo(2);
    assertThat(counting.events().get(2).at("/isFinalInvokeForWindow").asBoolean()).isTrue();
  }

  @Test
  @Proves(Rule.PARENTS_FIRST)
  void reshardingIsFollowedInOrder() throws InterruptedException {
    stream.put("a", "a1");
    var before = begin(function);
    before.start(new TestConfig().build());
    settle(before);
    store.crash();
    before.close();
    stream.put("a", "a2");
    stream.reshard(List.of("a"), List.of("c"));
    stream.put("c", "c1");

    var after = begin(function);
    after.start(new TestConfig().build());
    settle(after);
    store.crash();
    after.close();
    stream.put("c", "c2");
    var last = begin(function);
    last.start(new TestConfig().build());
    settle(last);

    assertThat(delivered()).containsExactly("a1", "a2", "c1", "c2");
  }

  /// Crashes at any moment: nothing is lost, and nothing is delivered again but what was delivered
  /// since the position was saved last.
  @Test
  @Proves(Rule.AFTER_A_CRASH)
  void manyCrashesUnderLoadLoseNothing() throws InterruptedException {
    var words = IntStream.range(0, 600).mapToObj(Integer::toString).toList();
    var config = new TestConfig().batchSize(7).build();
    for (var round = 0; round < 20; round++) {
      var mappings = begin(function);
      mappings.start(config);
      stream.put("a", words.subList(round * 30, round * 30 + 30));
      store.crash();
      mappings.close();
    }
    var mappings = begin(function);
    mappings.start(config);
    settle(mappings);

    assertThat(delivered()).containsAll(words);
    assertThat(delivered().stream().distinct()).containsExactlyElementsOf(words);
  }

  @Test
  @Proves(Rule.MAPPINGS_OF_THE_API_LAST)
  void lastingMappingsAreMadeAgainAsTheyWere() throws InterruptedException {
    var enabled = new TestConfig().uuid("u1").build();
    var disabled = new TestConfig().uuid("u2").batchSize(5).build();
    var before = begin(function);
    before.createLasting(enabled, true);
    before.createLasting(disabled, true);
    before.create(new TestConfig().uuid("u3").build(), true);
    stream.put("a", "1");
    settle(before);
    before.update(disabled, false);
    settle(before);
    store.crash();
    before.close();
    stream.put("a", "2");

    var after = begin(function);
    after.restore();
    settle(after);
    assertThat(after.list())
        .extracting(each -> each.config().uuid() + " " + each.state())
        .containsExactly("u1 ENABLED", "u2 DISABLED");
    assertThat(after.list().getLast().config()).isEqualTo(disabled);
    assertThat(delivered()).containsExactly("1", "1", "1", "2");

    after.update(disabled, true);
    settle(after);
    assertThat(delivered()).containsExactly("1", "1", "1", "2", "2");
    after.delete("u1");
    after.delete("u2");
    settle(after);
    assertThat(store.uuids()).containsExactly("u3");
  }

  @Test
  void anotherFunctionDoesNotGoOnWithThePosition() throws InterruptedException {
    var before = begin(function);
    before.start(new TestConfig().build());
    settle(before);
    before.close();

    var after = begin(function);
    assertThatThrownBy(() -> after.start(new TestConfig().function("other").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mapping %1$s must go on with stream %2$s and function %3$sconsumer, as %4$s says, was stream %2$s and function %3$sother",
            UUID,
            TestConfig.KINESIS_STREAM,
            "arn:aws:lambda:eu-west-1:000000000000:function:",
            folder.resolve(UUID + ".json"));
    assertThat(after.list()).isEmpty();
  }

  @Test
  void aFullDiskRefusesNewMappingsAndIsToldByOthers() throws InterruptedException {
    var mappings = begin(function);
    mappings.start(new TestConfig().build());
    settle(mappings);
    store.full(true);
    assertThatThrownBy(() -> mappings.start(new TestConfig().uuid("new").build()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("no room for " + folder.resolve("new.json"));
    assertThat(mappings.find("new")).isEmpty();

    stream.put("a", "1");
    settle(mappings);
    assertThat(mappings.find(UUID).orElseThrow().lastProcessingResult())
        .isEqualTo("PROBLEM: no room for " + folder.resolve(UUID + ".json"));
    store.full(false);
    store.awaitSaved(UUID, "\"sequenceNumber\":\"1\"");
    assertThat(delivered()).containsExactly("1");
  }

  @Test
  void aFileThatCannotBeUsedIsNamed() throws IOException {
    var file = folder.resolve(UUID + ".json");
    Files.writeString(file, "{\"version\":1}");
    var mappings = begin(function);
    assertThatThrownBy(() -> mappings.start(new TestConfig().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the mapping position " + file + " cannot be understood: ");
    assertThatThrownBy(mappings::restore)
        .hasMessageStartingWith("the mapping position " + file + " cannot be understood: ");

    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(() -> mappings.start(new TestConfig().build()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("the mapping position " + file + " cannot be read: ");

    var other = folder.resolve("file");
    Files.writeString(other, "");
    assertThatThrownBy(() -> PositionFiles.in(other))
        .hasMessageStartingWith("the folder of mapping positions " + other + " cannot be made: ");
  }
}
