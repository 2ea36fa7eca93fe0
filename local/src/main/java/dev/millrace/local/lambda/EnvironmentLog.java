package dev.millrace.local.lambda;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The log stream of one execution environment.
///
/// Remembers the end of the current invocation's lines for callers that ask for it.
final class EnvironmentLog {

  /// How much of the log an Invoke answer may carry.
  private static final int TAIL_BYTES = 4096;

  private final FunctionLogs logs;
  private final String function;
  private final String stream;
  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();

  EnvironmentLog(FunctionLogs logs, String function, String stream) {
    this.logs = logs;
    this.function = function;
    this.stream = stream;
  }

  String stream() {
    return stream;
  }

  synchronized void append(String message) {
    logs.append(function, stream, message);
    if (tail.size() > 16 * TAIL_BYTES) {
      var kept = tailBytes();
      tail.reset();
      tail.writeBytes(kept);
    }
    tail.writeBytes((message + "\n").getBytes(StandardCharsets.UTF_8));
  }

  synchronized void start(String requestId) {
    tail.reset();
    append("START RequestId: " + requestId + " Version: $LATEST");
  }

  /// The last 4 KiB of what was logged since the invocation started.
  synchronized byte[] tailBytes() {
    var all = tail.toByteArray();
    return Arrays.copyOfRange(all, Math.max(0, all.length - TAIL_BYTES), all.length);
  }
}
