package dev.millrace.local.firehose;

import org.jspecify.annotations.Nullable;

/// Settings over other settings.
final class Merge {

  private Merge() {}

  static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  static <T> @Nullable T orNull(@Nullable T value, @Nullable T otherwise) {
    return value == null ? otherwise : value;
  }
}
