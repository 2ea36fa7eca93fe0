package dev.millrace.local.firehose;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The processor `Lambda`: its parameters, checked.
///
/// @param arn as it was given
/// @param function its name
/// @param role the ARN of the role that invokes it; null for the one that writes
/// @param retries how often a failed invocation is repeated
/// @param buffering how records are gathered for one
record LambdaProcessor(
    String arn, String function, @Nullable String role, int retries, Buffering buffering) {

  private static final Pattern ARN =
      Pattern.compile("arn:[\\w-]+:lambda:[\\w-]*:\\d*:function:([a-zA-Z0-9_-]+)(?::(\\$LATEST))?");
  private static final BigDecimal LEAST_BUFFER = new BigDecimal("0.2");
  private static final BigDecimal MOST_BUFFER = new BigDecimal("3");

  static LambdaProcessor of(ProcessorParameters parameters) {
    var arn = parameters.required("LambdaArn");
    var parsed = ARN.matcher(arn);
    if (!parsed.matches()) {
      throw Refusal.argument(
          "LambdaArn must be arn:aws:lambda:<region>:<account>:function:<name>, without a version"
              + " or alias but $LATEST, was '%s'",
          arn);
    }
    var retries = parameters.integer("NumberOfRetries", 3, 0, 300);
    var seconds = parameters.integer("BufferIntervalInSeconds", 60, 0, 900);
    var mebibytes =
        parameters.decimal("BufferSizeInMBs", BigDecimal.ONE, LEAST_BUFFER, MOST_BUFFER);
    var bytes = mebibytes.multiply(BigDecimal.valueOf(1 << 20)).longValue();
    return new LambdaProcessor(
        arn,
        parsed.group(1),
        parameters.optional("RoleArn"),
        retries,
        new Buffering(bytes, Duration.ofSeconds(seconds)));
  }
}
