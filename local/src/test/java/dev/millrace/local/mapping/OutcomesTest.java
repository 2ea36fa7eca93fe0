package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.START;
import static dev.millrace.local.mapping.ShardSimulation.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesTest {

  private static final Outcome OK = new Outcome.Succeeded(null);
  private static final Outcome INVALID = new Outcome.Failed(null);
  private static final Window WINDOW = new Window(START, START.plusSeconds(60));

  private static final Effect.Call BATCH =
      new Effect.Call(
          List.of(record(8, START), record(9, START), record(10, START), record(11, START)), null);
  private static final Effect.Call WINDOW_BATCH =
      new Effect.Call(BATCH.records(), new Effect.WindowCall(WINDOW, "{}", false, false));
  private static final Effect.Call FINAL =
      new Effect.Call(List.of(), new Effect.WindowCall(WINDOW, "{}", true, false));

  private static Outcome reporting(String answer) {
    return new Outcomes(true, false).read(BATCH, FakeFunction.success(answer));
  }

  private static Outcome windowed(Effect.Call call, String answer) {
    return new Outcomes(true, true).read(call, FakeFunction.success(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "[]",
        "{}",
        "",
        "{\"batchItemFailures\":[]}",
        "{\"batchItemFailures\":null}",
        "{\"other\":1}"
      })
  @Proves({
    Rule.SUCCESS_NULL,
    Rule.SUCCESS_EMPTY_TEXT,
    Rule.SUCCESS_EMPTY_ARRAY,
    Rule.SUCCESS_EMPTY_OBJECT,
    Rule.SUCCESS_EMPTY_LIST,
    Rule.SUCCESS_NULL_LIST,
    Rule.SUCCESS_NOTHING
  })
  void anAnswerThatNamesNoFailureIsSuccess(String answer) {
    assertThat(reporting(answer)).isEqualTo(OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"foo\":\"9\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":9}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"12\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"nine\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"9\"},{\"itemIdentifier\":\"12\"}]}",
        "{\"batchItemFailures\":[\"9\"]}",
        "{\"batchItemFailures\":\"9\"}",
        "{\"batchItemFailures\":{\"itemIdentifier\":\"9\"}}",
        "\"done\"",
        "[1]",
        "7",
        "true",
        "not JSON",
        "{\"batchItemFailures\":[",
        "{} {}"
      })
  @Proves({
    Rule.REPORT_EMPTY_IDENTIFIER,
    Rule.REPORT_NULL_IDENTIFIER,
    Rule.REPORT_WRONG_KEY,
    Rule.REPORT_NUMBER,
    Rule.REPORT_STRANGER,
    Rule.REPORT_ONE_BAD_ENTRY,
    Rule.REPORT_NO_LIST,
    Rule.REPORT_UNREADABLE
  })
  void anAnswerThatCannotBeUnderstoodFailsTheWholeBatch(String answer) {
    assertThat(reporting(answer)).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @CsvSource({"9 10, 1", "10 9, 1", "11, 3", "010, 2", "9 9 11, 1"})
  @Proves({Rule.THE_LOWEST_DECIDES, Rule.NUMBERS_NOT_TEXTS})
  void theLowestReportedRecordDecidesAndIsComparedAsANumber(String identifiers, int from) {
    var items = new StringBuilder();
    for (var identifier : identifiers.split(" ", -1)) {
      items.append(items.isEmpty() ? "" : ",");
      items.append("{\"itemIdentifier\":\"").append(identifier).append("\"}");
    }

    assertThat(reporting("{\"batchItemFailures\":[" + items + "]}"))
        .isEqualTo(new Outcome.PartlyFailed(from, null));
  }

  @Test
  @Proves(Rule.THE_FIRST_RECORD)
  void namingTheFirstRecordFailsTheWholeBatch() {
    assertThat(reporting("{\"batchItemFailures\":[{\"itemIdentifier\":\"8\"}]}"))
        .isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Delivered 4 records\"", "not JSON", "{\"batchItemFailures\":[7]}"})
  @Proves(Rule.REPORTS_ARE_ASKED_FOR)
  void withoutReportingTheAnswerIsIgnored(String answer) {
    assertThat(new Outcomes(false, false).read(BATCH, FakeFunction.success(answer))).isEqualTo(OK);
  }

  @Test
  @Proves(Rule.FUNCTION_ERRORS_ARE_RETRIED)
  void aFunctionErrorFailsTheBatch() {
    assertThat(new Outcomes(true, true).read(WINDOW_BATCH, FakeFunction.crash()))
        .isEqualTo(new Outcome.Failed("Unhandled"));
  }

  @Test
  @Proves(Rule.NOT_REACHED_COSTS_NOTHING)
  void aFunctionThatWasNotReachedIsNoFailure() {
    assertThat(
            new Outcomes(true, true)
                .read(BATCH, new InvokeResult.NotReached("TooManyRequestsException", "busy")))
        .isEqualTo(new Outcome.NotReached("TooManyRequestsException", "busy"));
  }

  @Test
  @Proves({Rule.WINDOW_ANSWER, Rule.STATE_IS_HANDED_ON})
  void aWindowsStateIsKeptAsTheFunctionWroteIt() {
    assertThat(
            windowed(
                WINDOW_BATCH,
                "{ \"batchItemFailures\" : [ ], \"state\" : { \"é\":1.10, \"a\" : {\"b\":[1e400]}} , \"x\":1}"))
        .isEqualTo(new Outcome.Succeeded("{ \"é\":1.10, \"a\" : {\"b\":[1e400]}}"));
  }

  @Test
  @Proves(Rule.WINDOW_ANSWER)
  void aPartialReportBringsTheWindowsState() {
    assertThat(
            windowed(
                WINDOW_BATCH,
                "{\"state\":{\"n\":1},\"batchItemFailures\":[{\"itemIdentifier\":\"10\"}]}"))
        .isEqualTo(new Outcome.PartlyFailed(2, "{\"n\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"state\":null}",
        "{\"state\":1}",
        "{\"state\":\"{}\"}",
        "{\"state\":[]}",
        "{\"batchItemFailures\":[]}"
      })
  @Proves(Rule.NO_STATE_IS_A_FAILURE)
  void inAWindowAnAnswerWithoutStateIsAFailure(String answer) {
    assertThat(windowed(WINDOW_BATCH, answer)).isEqualTo(INVALID);
    assertThat(new Outcomes(false, true).read(WINDOW_BATCH, FakeFunction.success(answer)))
        .isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"state\":{}}",
        "{\"state\":null,\"batchItemFailures\":null}",
        "{\"state\":{\"n\":1},\"batchItemFailures\":[]}"
      })
  @Proves(Rule.NO_STATE_IN_THE_FINAL_CALL)
  void theFinalCallMayAnswerWithAnEmptyObject(String answer) {
    assertThat(windowed(FINAL, answer)).isInstanceOf(Outcome.Succeeded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"batchItemFailures\":[]}",
        "{\"state\":{},\"batchItemFailures\":[{\"itemIdentifier\":\"8\"}]}"
      })
  @Proves(Rule.NO_STATE_IN_THE_FINAL_CALL)
  void theFinalCallFailsOnAnswersThatMeanNothing(String answer) {
    assertThat(windowed(FINAL, answer)).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"batchItemFailures\":[{\"itemIdentifier\":null}]",
        "\"batchItemFailures\":[{\"foo\":\"9\"}]",
        "\"batchItemFailures\":\"9\""
      })
  @Proves(Rule.REPORTS_ARE_ASKED_FOR)
  void aWindowsAnswerMayCarryAnyReportWhereNoneIsAskedFor(String report) {
    var answer = FakeFunction.success("{\"state\":{\"n\":1},%s}".formatted(report));

    assertThat(new Outcomes(false, true).read(WINDOW_BATCH, answer))
        .isEqualTo(new Outcome.Succeeded("{\"n\":1}"));
  }

  @Test
  void aReportMayCarryAnyStateWithoutWindows() {
    assertThat(reporting("{\"state\":5,\"batchItemFailures\":[]}")).isEqualTo(OK);
  }
}
