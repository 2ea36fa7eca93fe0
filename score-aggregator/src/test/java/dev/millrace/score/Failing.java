package dev.millrace.score;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// A network on which the next calls fail, one after the other.
final class Failing implements Consumer<Runnable> {

  /// Each fails a call that has no effect.
  final Deque<RuntimeException> before = new ArrayDeque<>();

  /// Each takes the place of a call's answer.
  final Deque<RuntimeException> after = new ArrayDeque<>();

  @Override
  public void accept(Runnable call) {
    if (!before.isEmpty()) {
      throw before.pop();
    }
    call.run();
    if (!after.isEmpty()) {
      throw after.pop();
    }
  }
}
