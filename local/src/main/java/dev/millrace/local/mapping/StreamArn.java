package dev.millrace.local.mapping;

import java.util.List;
import java.util.regex.Pattern;

/// The parts of the ARN of a stream, or of a Kinesis stream's consumer, that readers need.
///
/// @param text the whole ARN
/// @param region as in `awsRegion`
/// @param kind which service holds the stream
/// @param stream the stream's name; for DynamoDB its label
record StreamArn(String text, String region, Kind kind, String stream) {

  private static final String CONSUMER_PART = "/consumer/";
  private static final Pattern CONSUMER =
      Pattern.compile("stream/[a-zA-Z0-9_.-]+/consumer/[a-zA-Z0-9_.-]+:\\d+");

  /// The services whose streams can be read.
  enum Kind {
    KINESIS,
    DYNAMODB
  }

  /// Whether it is a consumer's, which is pushed to.
  boolean isConsumer() {
    return kind == Kind.KINESIS && text.contains(CONSUMER_PART);
  }

  /// The stream's own ARN.
  String streamText() {
    return isConsumer() ? text.substring(0, text.indexOf(CONSUMER_PART)) : text;
  }

  /// @throws IllegalArgumentException if `arn` is not a stream's
  static StreamArn parse(String arn) {
    var parts = List.of(arn.split(":", 6));
    if (parts.size() == 6 && parts.getFirst().equals("arn")) {
      var path = List.of(parts.get(5).split("/", -1));
      if (parts.get(2).equals("kinesis") && path.size() == 2 && path.getFirst().equals("stream")) {
        return new StreamArn(arn, parts.get(3), Kind.KINESIS, path.getLast());
      }
      if (parts.get(2).equals("dynamodb") && path.size() == 4 && path.get(2).equals("stream")) {
        return new StreamArn(arn, parts.get(3), Kind.DYNAMODB, path.getLast());
      }
      if (parts.get(2).equals("kinesis") && CONSUMER.matcher(parts.get(5)).matches()) {
        return new StreamArn(arn, parts.get(3), Kind.KINESIS, path.get(1));
      }
    }
    throw new IllegalArgumentException(
        "eventSourceArn must be the ARN of a Kinesis stream, of its consumer, or of a DynamoDB stream,"
            + " was "
            + arn);
  }
}
