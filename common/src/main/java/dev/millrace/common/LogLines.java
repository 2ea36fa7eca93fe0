package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Structured log lines: one JSON object per line.
///
/// The function's log format must be `Text`, which is the default. With `JSON`, Lambda would wrap
/// each line in an object of its own, and CloudWatch would no longer find the metrics in it.
public final class LogLines {

  private LogLines() {}

  /// Writes one line. It ends with a line feed, because outside Lambda the runtime client adds
  /// none.
  public static void write(LambdaLogger logger, Map<String, ? extends @Nullable Object> fields) {
    write(logger, Json.write(fields));
  }

  /// Writes a line that is already JSON, made by `Json.write`.
  public static void write(LambdaLogger logger, String json) {
    logger.log(json + "\n");
  }
}
