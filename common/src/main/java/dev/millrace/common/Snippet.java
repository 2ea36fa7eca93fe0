package dev.millrace.common;

import org.jspecify.annotations.Nullable;

/// The start of a text that may be long, for messages.
final class Snippet {

  private static final int LENGTH = 100;
  private static final int LONG_LENGTH = 2_000;

  private Snippet() {}

  static String of(@Nullable Object value) {
    return cut(String.valueOf(value), LENGTH);
  }

  /// A failure and its causes, from the outside in.
  static String chain(Throwable failure) {
    var text = new StringBuilder();
    var depth = 0;
    for (Throwable t = failure; t != null && depth < 10; t = t.getCause(), depth++) {
      text.append(depth == 0 ? "" : "; caused by ").append(t);
    }
    return cut(text.toString(), LONG_LENGTH);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }
}
