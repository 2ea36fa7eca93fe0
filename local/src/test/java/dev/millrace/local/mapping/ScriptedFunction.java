package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.lambda.InvokeResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers by a schedule's rules: by what is in the call and how often the same call came before.
///
/// Its windows' states count records.
final class ScriptedFunction {

  private static final String LARGE_STATE =
      "{\"x\":\"" + "y".repeat(ShardMachine.STATE_LIMIT) + "\"}";

  private final Schedule schedule;
  private final Map<List<Integer>, Integer> calls = new HashMap<>();

  ScriptedFunction(Schedule schedule) {
    this.schedule = schedule;
  }

  /// @param records the numbers of the call's records
  /// @param state the window's state; null without one
  Reply call(List<Integer> records, @Nullable String state) {
    var before = calls.merge(records, 1, Integer::sum) - 1;
    for (var rule : schedule.rules()) {
      var applies = rule.record() == 0 ? records.isEmpty() : records.contains(rule.record());
      if (applies && before < rule.times()) {
        return reply(rule.behaviour(), rule.record(), records, state, rule.takes());
      }
    }
    return reply(Behaviour.DONE, 0, records, state, schedule.callTakes());
  }

  private static Reply reply(
      Behaviour behaviour, int record, List<Integer> records, @Nullable String state, long takes) {
    var next =
        behaviour == Behaviour.DONE_WITH_LARGE_STATE
            ? LARGE_STATE
            : "{\"n\":" + (count(state) + records.size()) + "}";
    return new Reply(behaviour, record, records, next, takes);
  }

  private static int count(@Nullable String state) {
    return state == null || !state.startsWith("{\"n\":")
        ? 0
        : Integer.parseInt(state.substring(5, state.length() - 1));
  }

  /// What came of a call.
  ///
  /// @param record the record that the rule is about
  /// @param records the numbers of the call's records
  /// @param state what the answer carries as state, if the behaviour has one
  /// @param takes milliseconds until the answer
  record Reply(Behaviour behaviour, int record, List<Integer> records, String state, long takes) {

    boolean isLarge() {
      return behaviour == Behaviour.DONE_WITH_LARGE_STATE;
    }

    /// The reply as the engine gets it.
    InvokeResult result() {
      return switch (behaviour) {
        case CRASH, TIME_OUT -> new InvokeResult.FunctionError("Unhandled", new byte[0]);
        case NOT_REACHED -> new InvokeResult.NotReached("TooManyRequestsException", "busy");
        default -> new InvokeResult.Success(payload().getBytes(UTF_8));
      };
    }

    private String payload() {
      var last = records.isEmpty() ? 0 : records.getLast();
      return behaviour
          .answer()
          .replace("$I", Integer.toString(record))
          .replace("$L", Integer.toString(last))
          .replace("$S", state);
    }
  }
}
