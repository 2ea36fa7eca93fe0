package dev.millrace.local.mapping;

/// What a scripted function does with a call.
///
/// In an answer, `$S` stands for the window's next state, `$I` for the record that the rule is
/// about, `$L` for the last record of the call.
enum Behaviour {
  // answers that take everything
  DONE("{\"state\":$S}", true, Names.NOTHING),
  DONE_WITH_EMPTY_LIST("{\"state\":$S,\"batchItemFailures\":[]}", true, Names.NOTHING),
  DONE_WITH_NULL_LIST("{\"batchItemFailures\":null,\"state\":$S}", true, Names.NOTHING),
  DONE_EMPTY_OBJECT("{}", false, Names.NOTHING),
  DONE_NULL("null", false, Names.NOTHING),
  DONE_EMPTY_TEXT("\"\"", false, Names.NOTHING),
  DONE_EMPTY_ARRAY("[]", false, Names.NOTHING),
  DONE_WITH_STATE_THAT_IS_NO_OBJECT("{\"state\":5}", false, Names.NOTHING),
  DONE_WITH_LARGE_STATE("{\"state\":$S}", true, Names.NOTHING),

  // answers that name records of the call
  REPORTS("{\"state\":$S,\"batchItemFailures\":[{\"itemIdentifier\":\"$I\"}]}", true, Names.RECORD),
  REPORTS_LATER_ONE_FIRST(
      "{\"batchItemFailures\":[{\"itemIdentifier\":\"$L\"},{\"itemIdentifier\":\"$I\"}],\"state\":$S}",
      true,
      Names.RECORD),
  REPORTS_WITHOUT_STATE(
      "{\"batchItemFailures\":[{\"itemIdentifier\":\"$I\"}]}", false, Names.RECORD),

  // answers that name something else
  REPORTS_STRANGER(
      "{\"state\":$S,\"batchItemFailures\":[{\"itemIdentifier\":\"987654321\"}]}",
      true,
      Names.RUBBISH),
  REPORTS_STRANGER_TOO(
      "{\"state\":$S,\"batchItemFailures\":[{\"itemIdentifier\":\"$L\"},{\"itemIdentifier\":\"x\"}]}",
      true,
      Names.RUBBISH),
  REPORTS_EMPTY_TEXT(
      "{\"state\":$S,\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}", true, Names.RUBBISH),
  REPORTS_NULL(
      "{\"state\":$S,\"batchItemFailures\":[{\"itemIdentifier\":null}]}", true, Names.RUBBISH),
  REPORTS_NUMBER(
      "{\"state\":$S,\"batchItemFailures\":[{\"itemIdentifier\":123}]}", true, Names.RUBBISH),
  REPORTS_UNDER_WRONG_KEY(
      "{\"state\":$S,\"batchItemFailures\":[{\"foo\":\"$I\"}]}", true, Names.RUBBISH),

  // answers that cannot be read
  NONSENSE("<html>", false, Names.UNREADABLE),
  SCALAR("17", false, Names.UNREADABLE),
  TEXT("\"done\"", false, Names.UNREADABLE),

  // no answers
  CRASH("", false, Names.UNREADABLE),
  TIME_OUT("", false, Names.UNREADABLE),
  NOT_REACHED("", false, Names.UNREADABLE);

  /// What an answer's `batchItemFailures` names.
  enum Names {
    NOTHING,
    RECORD,
    RUBBISH,
    UNREADABLE
  }

  private final String answer;
  private final boolean hasState;
  private final Names names;

  Behaviour(String answer, boolean hasState, Names names) {
    this.answer = answer;
    this.hasState = hasState;
    this.names = names;
  }

  String answer() {
    return answer;
  }

  boolean hasState() {
    return hasState;
  }

  Names names() {
    return names;
  }
}
