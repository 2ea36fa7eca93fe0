package dev.millrace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// Runs test classes inside of a test.
class StackExtensionTest {

  private static final String TEMPLATE = "src/test/templates/lines.yaml";

  /// The stacks that test classes got.
  private static final Set<RunningStack> SEEN = ConcurrentHashMap.newKeySet();

  private static List<String> failures(Class<?>... classes) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
        .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toList())
        .execute()
        .allEvents()
        .failed()
        .stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> result.getThrowable().map(Throwable::getMessage).orElse(""))
        .toList();
  }

  @Stack(template = TEMPLATE, shared = true)
  static class Shared {
    @FromStack private static @Nullable RunningStack stack;

    @Test
    void one(KinesisClient kinesis) {
      SEEN.add(Objects.requireNonNull(stack));
      kinesis.createStream(create -> create.streamName("own").shardCount(1));
    }

    @Test
    void two(KinesisClient kinesis) {
      SEEN.add(Objects.requireNonNull(stack));
      kinesis.createStream(create -> create.streamName("own").shardCount(1));
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  static class AlsoShared extends Shared {
    AlsoShared(RunningStack stack) {
      SEEN.add(stack);
    }
  }

  @Test
  void classesThatAreConfiguredAlikeShareAStackOneAfterTheOther() {
    SEEN.clear();

    assertThat(failures(Shared.class, AlsoShared.class)).isEmpty();

    assertThat(SEEN).hasSize(1);
  }

  @Stack(template = "nowhere.yaml")
  static class WithoutTemplate {
    @Test
    void test(RunningStack stack) {
      SEEN.add(stack);
    }
  }

  @Test
  void aTemplateThatIsNotThereIsNamedWithThePlaceWhereItWasLookedFor() {
    assertThat(failures(WithoutTemplate.class))
        .singleElement()
        .asString()
        .contains(WithoutTemplate.class.getName(), Path.of("nowhere.yaml").toAbsolutePath() + "");
  }

  @Stack(template = TEMPLATE, parameters = "Stream")
  static class WithWrongParameter extends WithoutTemplate {}

  @Stack(template = TEMPLATE, frozenAt = "yesterday")
  static class WithWrongTime extends WithoutTemplate {}

  @Test
  void settingsThatCannotBeUnderstoodAreNamed() {
    assertThat(failures(WithWrongParameter.class))
        .singleElement()
        .asString()
        .endsWith("parameters must be Name=value each, was Stream");
    assertThat(failures(WithWrongTime.class))
        .singleElement()
        .asString()
        .endsWith("frozenAt must be in ISO-8601, was yesterday");
  }

  @Stack(template = TEMPLATE, shared = true)
  static class WithUnknownParameter {
    @Test
    void test(Thread thread) {
      thread.interrupt();
    }
  }

  @Test
  void aParameterOfAnotherTypeIsNamed() {
    assertThat(failures(WithUnknownParameter.class))
        .singleElement()
        .asString()
        .contains("java.lang.Thread");
  }
}
