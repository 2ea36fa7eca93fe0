package dev.millrace.local.lambda;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// One event on its way to a function.
///
/// @param requestId as in `Lambda-Runtime-Aws-Request-Id`
/// @param functionArn the ARN that was invoked
/// @param timeout how long the function may take once it has the event
/// @param event the event's JSON
/// @param clientContext the caller's context, JSON; empty for none
/// @param mishap what befalls it on purpose
record Invocation(
    String requestId,
    String functionArn,
    Duration timeout,
    byte[] event,
    String clientContext,
    Optional<Mishap> mishap) {

  /// An X-Ray trace header that says "not sampled".
  String traceId(long epochSecond) {
    var random = ThreadLocalRandom.current();
    return "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=0"
        .formatted((int) epochSecond, random.nextInt(), random.nextLong(), random.nextLong());
  }

  static String newRequestId() {
    return UUID.randomUUID().toString();
  }
}
