package dev.millrace.window;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Numbers of JSON as exact decimals.
final class Numbers {

  private Numbers() {}

  /// The exact value, or null if `value` is no number.
  static @Nullable BigDecimal exact(@Nullable Object value) {
    return switch (value) {
      case Long number -> BigDecimal.valueOf(number);
      case BigInteger number -> new BigDecimal(number);
      case BigDecimal number -> number;
      case null, default -> null;
    };
  }
}
