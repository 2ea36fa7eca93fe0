package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import dev.millrace.common.BatchOutcome.Complete;
import dev.millrace.common.BatchOutcome.StoppedAt;
import java.util.List;
import java.util.Map;

/// How a function tells Lambda that a batch stopped: the one way for a handler to end a batch.
///
/// It must match the event source mapping. A mapping with `ReportBatchItemFailures` reads the
/// report; one without ignores it and would lose the records, so there the invocation has to fail.
public enum FailureMode {
  /// Answer the sequence number from which to deliver again.
  REPORT,
  /// Fail the invocation, so that the whole batch is delivered again, with the records before the
  /// stop that have taken effect: the sink must recognise them.
  THROW;

  /// Reads the variable `FAILURES`: `report` (the default) or `throw`.
  public static FailureMode from(Env env) {
    return env.choice("FAILURES", FailureMode.class, REPORT);
  }

  /// The answer to an ordinary batch.
  ///
  /// @throws PipelineException the outcome's cause, in mode `THROW`
  public StreamsEventResponse end(BatchOutcome outcome) {
    return switch (outcome) {
      case Complete() -> new StreamsEventResponse(List.of());
      case StoppedAt(var sequenceNumber, var cause) ->
          new StreamsEventResponse(
              List.of(new StreamsEventResponse.BatchItemFailure(reported(sequenceNumber, cause))));
    };
  }

  /// The answer to a batch of a tumbling window.
  ///
  /// @param state what the next invocation of the window is to receive
  /// @throws PipelineException the outcome's cause, in mode `THROW`
  public TimeWindowEventResponse end(BatchOutcome outcome, Map<String, String> state) {
    return switch (outcome) {
      case Complete() -> new TimeWindowEventResponse(state, List.of());
      case StoppedAt(var sequenceNumber, var cause) ->
          new TimeWindowEventResponse(
              state,
              List.of(
                  new TimeWindowEventResponse.BatchItemFailure(reported(sequenceNumber, cause))));
    };
  }

  /// How many of a batch's records come again: from the reported one on, or all if this mode
  /// throws.
  public long redelivered(BatchOutcome outcome, List<UserRecord> records) {
    return switch (outcome) {
      case Complete() -> 0;
      case StoppedAt(var sequenceNumber, _) ->
          this == THROW
              ? records.size()
              : records.stream()
                  .filter(record ->
                      SequenceNumbers.ORDER.compare(record.sequenceNumber(), sequenceNumber) >= 0)
                  .count();
    };
  }

  private String reported(String sequenceNumber, PipelineException cause) {
    return switch (this) {
      case REPORT -> sequenceNumber;
      case THROW -> throw cause;
    };
  }
}
