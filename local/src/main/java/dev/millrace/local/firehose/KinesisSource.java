package dev.millrace.local.firehose;

import java.util.regex.Pattern;

/// `KinesisStreamSourceConfiguration`, as it is on the wire.
record KinesisSource(String kinesisStreamARN, String roleARN) {

  private static final Pattern ARN =
      Pattern.compile("arn:[\\w-]+:kinesis:[\\w-]*:\\d*:stream/([a-zA-Z0-9_.-]+)");

  /// @throws dev.millrace.local.gateway.AwsException if the ARN is not one of a stream
  String stream() {
    var arn = ARN.matcher(kinesisStreamARN);
    if (!arn.matches()) {
      throw Refusal.argument(
          "KinesisStreamARN must be arn:aws:kinesis:<region>:<account>:stream/<name>, was '%s'",
          kinesisStreamARN);
    }
    return arn.group(1);
  }
}
