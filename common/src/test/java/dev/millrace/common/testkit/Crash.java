package dev.millrace.common.testkit;

/// The end of an execution environment: no handler may catch it, and Lambda gets no answer.
public final class Crash extends Error {

  Crash(String when) {
    super("the execution environment died " + when, null, false, false);
  }
}
