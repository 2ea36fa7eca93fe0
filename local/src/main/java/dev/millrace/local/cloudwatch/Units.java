package dev.millrace.local.cloudwatch;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The units that values can have.
final class Units {

  static final String NONE = "None";

  private static final Set<String> ALL =
      Set.of(
          "Seconds",
          "Microseconds",
          "Milliseconds",
          "Bytes",
          "Kilobytes",
          "Megabytes",
          "Gigabytes",
          "Terabytes",
          "Bits",
          "Kilobits",
          "Megabits",
          "Gigabits",
          "Terabits",
          "Percent",
          "Count",
          "Bytes/Second",
          "Kilobytes/Second",
          "Megabytes/Second",
          "Gigabytes/Second",
          "Terabytes/Second",
          "Bits/Second",
          "Kilobits/Second",
          "Megabits/Second",
          "Gigabits/Second",
          "Terabits/Second",
          "Count/Second",
          NONE);

  private Units() {}

  static boolean isUnit(String text) {
    return ALL.contains(text);
  }

  /// @throws dev.millrace.local.gateway.AwsException if there is no such unit
  static void check(@Nullable String unit) {
    if (unit != null && !isUnit(unit)) {
      throw Refusal.value("Unit must be one of CloudWatch's standard units, was %s", unit);
    }
  }
}
