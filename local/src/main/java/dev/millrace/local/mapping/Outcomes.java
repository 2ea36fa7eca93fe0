package dev.millrace.local.mapping;

import dev.millrace.local.lambda.InvokeResult;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads from an invocation's result what it means for the batch.
///
/// @param reports whether the answer may name records that failed
/// @param windowed whether the answer must carry a window's state
record Outcomes(boolean reports, boolean windowed) {

  private static final Outcome INVALID = new Outcome.Failed(null);
  private static final String NO_STATE = "a window's answer has no state";

  static Outcomes of(MappingConfig config) {
    return new Outcomes(config.reportBatchItemFailures(), config.tumblingWindow().isPresent());
  }

  Outcome read(Effect.Call call, InvokeResult result) {
    return reading(call, result).outcome();
  }

  /// What a result means, and what is wrong with an answer that was not understood.
  Reading reading(Effect.Call call, InvokeResult result) {
    return switch (result) {
      case InvokeResult.NotReached(var type, var message) ->
          Reading.of(new Outcome.NotReached(type, message));
      case InvokeResult.FunctionError(var error, _) -> Reading.of(new Outcome.Failed(error));
      case InvokeResult.Success(var payload) ->
          reports || windowed
              ? read(call, Answer.parse(payload, reports, windowed)).quoting(payload)
              : Reading.of(new Outcome.Succeeded(null));
    };
  }

  /// @param complaint why the answer was not understood, and how it begins
  record Reading(Outcome outcome, Optional<String> complaint) {

    /// How many characters of an answer are shown.
    static final int SHOWN = 200;

    private static final int MOST_BYTES_OF_A_CHARACTER = 4;

    private static Reading of(Outcome outcome) {
      return new Reading(outcome, Optional.empty());
    }

    private static Reading invalid(String reason) {
      return new Reading(INVALID, Optional.of(reason));
    }

    private Reading quoting(byte[] payload) {
      return new Reading(
          outcome,
          complaint.map(
              reason -> "answer not understood (%s): %s".formatted(reason, beginning(payload))));
    }

    /// The first characters, on one line.
    private static String beginning(byte[] payload) {
      var length = Math.min(payload.length, (SHOWN + 1) * MOST_BYTES_OF_A_CHARACTER);
      var text = new String(payload, 0, length, StandardCharsets.UTF_8);
      var isWhole = text.codePointCount(0, text.length()) <= SHOWN;
      var shown = isWhole ? text : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
      return shown.replaceAll("\\p{Cntrl}", " ");
    }
  }

  private Reading read(Effect.Call call, Answer answer) {
    return switch (answer) {
      case Answer.Malformed(var reason) -> Reading.invalid(reason);
      case Answer.Blank _ ->
          windowed ? Reading.invalid(NO_STATE) : Reading.of(new Outcome.Succeeded(null));
      case Answer.Members(var state, var failures, var isEmpty) -> {
        var closes = call.records().isEmpty() && isEmpty;
        if (windowed && state == null && !closes) {
          yield Reading.invalid(NO_STATE);
        }
        yield failures.isEmpty()
            ? Reading.of(new Outcome.Succeeded(state))
            : reported(call.records(), failures, state);
      }
    };
  }

  /// The lowest reported record decides; one that is not in the batch fails the whole batch.
  private static Reading reported(
      List<StreamRecord> records, List<String> failures, @Nullable String state) {
    var lowest = records.size();
    for (var failure : failures) {
      var index = number(failure).map(value -> indexOf(records, value)).orElse(-1);
      if (index < 0) {
        return Reading.invalid("batchItemFailures names a record that is not in the batch");
      }
      lowest = Math.min(lowest, index);
    }
    return Reading.of(lowest == 0 ? INVALID : new Outcome.PartlyFailed(lowest, state));
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
