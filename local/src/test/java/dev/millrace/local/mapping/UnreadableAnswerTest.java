package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a mapping tells about answers that it does not understand.
class UnreadableAnswerTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FAILED = "PROBLEM: Function call failed";

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final FakeStream stream = new FakeStream(clock, signals, "a");

  @AfterEach
  void close() {
    clock.close();
  }

  /// How the mapping sums up a call that is answered like this.
  private String resultOf(TestConfig config, String answer) {
    return resultOf(config, (_, _) -> success(answer));
  }

  private String resultOf(TestConfig config, dev.millrace.local.lambda.Invoker function) {
    try (var mappings =
        new EventSourceMappings(
            clock,
            function,
            new FakeDestination(),
            signals,
            new Activity(),
            PositionStore.none(),
            Metrics.NONE,
            _ -> stream)) {
      mappings.start(config.retries(0).build());
      stream.put("a", "1", "2");
      assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
      return mappings.statuses().getFirst().lastProcessingResult();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          "done"                                         ~ (a string): "done"
          [1]                                            ~ (an array): [1]
          17                                             ~ (a scalar): 17
          {} {}                                          ~ (more than one JSON value): {} {}
          {"batchItemFailures":"1"}                      ~ (batchItemFailures is not an array): {"batchItemFailures":"1"}
          {"batchItemFailures":[{"itemIdentifier":1}]}   ~ (an entry of batchItemFailures has no string itemIdentifier): {"batchItemFailures":[{"itemIdentifier":1}]}
          {"batchItemFailures":[{"itemIdentifier":"7"}]} ~ (batchItemFailures names a record that is not in the batch): {"batchItemFailures":[{"itemIdentifier":"7"}]}
          """)
  @Proves(Rule.UNREADABLE_ANSWERS_ARE_SHOWN)
  void theLastProcessingResultSaysWhatIsWrongAndQuotesTheAnswer(String answer, String complaint) {
    assertThat(resultOf(new TestConfig().report(), answer))
        .isEqualTo(FAILED + ": answer not understood " + complaint);
  }

  @Test
  @Proves(Rule.UNREADABLE_ANSWERS_ARE_SHOWN)
  void aWindowsAnswerWithoutStateIsQuoted() {
    assertThat(resultOf(new TestConfig().window(60), "{\"sum\":1}"))
        .isEqualTo(
            FAILED + ": answer not understood (a window's answer has no state): {\"sum\":1}");
  }

  @Test
  @Proves(Rule.UNREADABLE_ANSWERS_ARE_SHOWN)
  void onlyTheFirst200CharactersAreShownOnOneLine() {
    var start = "<html>\n\t" + "😀".repeat(192);
    assertThat(resultOf(new TestConfig().report(), start))
        .startsWith(FAILED + ": answer not understood (not JSON: ")
        .endsWith(": <html>  " + "😀".repeat(192));
    assertThat(resultOf(new TestConfig().report(), start + "z".repeat(5_000_000)))
        .endsWith(": <html>  " + "😀".repeat(192) + "…");
  }

  @Test
  @Proves(Rule.UNREADABLE_ANSWERS_ARE_SHOWN)
  void aWarningShowsTheAnswerToo() {
    var captured = new ByteArrayOutputStream();
    var console = System.err;
    System.setErr(new PrintStream(captured, true, UTF_8));
    try {
      resultOf(new TestConfig().report(), "<html>oops");
    } finally {
      System.setErr(console);
    }
    assertThat(captured.toString(UTF_8).lines())
        .anySatisfy(line ->
            assertThat(line)
                .contains("WARN")
                .contains("function=consumer")
                .contains("(not JSON: ")
                .contains("<html>oops")
                .contains("function's answer was not understood"));
  }

  @Test
  @Proves(Rule.LAST_PROCESSING_RESULT_OF_A_FAILURE)
  void aFunctionErrorAndAReportThatIsUnderstoodAreNoUnreadableAnswers() {
    assertThat(resultOf(new TestConfig().report(), (_, _) -> FakeFunction.crash()))
        .isEqualTo(FAILED);
    var first = "{\"batchItemFailures\":[{\"itemIdentifier\":\"3\"}]}";
    assertThat(resultOf(new TestConfig().report().from(latest()), first)).isEqualTo(FAILED);
    assertThat(resultOf(new TestConfig(), "Delivered 2 records")).isEqualTo("OK");
  }

  private static MappingConfig.StartingPosition latest() {
    return new MappingConfig.StartingPosition.Latest();
  }
}
