package dev.millrace.window;

import java.math.BigDecimal;
import java.util.Map;

/// What one message means to the window.
sealed interface Message {

  /// A message that counts for `key`.
  record Sample(String key, Map<Target, BigDecimal> values) implements Message {}

  /// A message that is left out, and counted by reason.
  record Skipped(String reason) implements Message {}
}
