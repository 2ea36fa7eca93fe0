package dev.millrace.logger;

import dev.millrace.common.Env;

/// The logger's settings, read once at cold start.
///
/// @param maxLineBytes how long a line may be, `MAX_LINE_BYTES` (4096 to 1048576). A longer payload
///   is cut, and its line says so, because a line that CloudWatch cuts is no longer JSON. By
///   default 256 KiB less the 26 bytes that CloudWatch counts for each event.
record KinesisLoggerConfig(int maxLineBytes) {

  private static final int DEFAULT_LINE_BYTES = 262_144 - 26;

  static KinesisLoggerConfig from(Env env) {
    return new KinesisLoggerConfig(
        env.integer("MAX_LINE_BYTES", DEFAULT_LINE_BYTES, 4_096, 1_048_576));
  }
}
