package dev.millrace.local.mapping;

import dev.millrace.local.lambda.InvokeResult;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads from an invocation's result what it means for the batch.
///
/// @param reports whether the answer may name records that failed
/// @param windowed whether the answer must carry a window's state
record Outcomes(boolean reports, boolean windowed) {

  private static final Outcome INVALID = new Outcome.Failed(null);

  static Outcomes of(MappingConfig config) {
    return new Outcomes(config.reportBatchItemFailures(), config.tumblingWindow().isPresent());
  }

  Outcome read(Effect.Call call, InvokeResult result) {
    return switch (result) {
      case InvokeResult.NotReached(var type, var message) -> new Outcome.NotReached(type, message);
      case InvokeResult.FunctionError(var error, _) -> new Outcome.Failed(error);
      case InvokeResult.Success(var payload) ->
          reports || windowed
              ? read(call, Answer.parse(payload, reports, windowed))
              : new Outcome.Succeeded(null);
    };
  }

  private Outcome read(Effect.Call call, Answer answer) {
    return switch (answer) {
      case Answer.Malformed _ -> INVALID;
      case Answer.Blank _ -> windowed ? INVALID : new Outcome.Succeeded(null);
      case Answer.Members(var state, var failures, var isEmpty) -> {
        var closes = call.records().isEmpty() && isEmpty;
        if (windowed && state == null && !closes) {
          yield INVALID;
        }
        yield failures.isEmpty()
            ? new Outcome.Succeeded(state)
            : reported(call.records(), failures, state);
      }
    };
  }

  /// The lowest reported record decides; one that is not in the batch fails the whole batch.
  private static Outcome reported(
      List<StreamRecord> records, List<String> failures, @Nullable String state) {
    var lowest = records.size();
    for (var failure : failures) {
      var index = number(failure).map(value -> indexOf(records, value)).orElse(-1);
      if (index < 0) {
        return INVALID;
      }
      lowest = Math.min(lowest, index);
    }
    return lowest == 0 ? INVALID : new Outcome.PartlyFailed(lowest, state);
  }

  private static int indexOf(List<StreamRecord> records, BigInteger number) {
    var digits = number.toString();
    for (var i = 0; i < records.size(); i++) {
      if (records.get(i).sequenceNumber().digits().equals(digits)) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<BigInteger> number(String text) {
    try {
      return Optional.of(new BigInteger(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
