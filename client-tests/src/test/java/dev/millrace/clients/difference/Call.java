package dev.millrace.clients.difference;

import java.util.function.Function;
import java.util.regex.Pattern;

/// One call that both sides get.
///
/// @param label what it is, without what is random about it
/// @param perform answers with what can be compared
record Call(String label, Function<Side, Object> perform) {

  private static final Pattern LEAVES_ALL = Pattern.compile("(Describe|Get|List|Put).*");

  /// Whether a stream or a consumer may be in transition after it.
  boolean changes() {
    return !LEAVES_ALL.matcher(label).matches();
  }
}
