package dev.millrace.local.mapping;

import java.util.List;

/// The parts of a stream's ARN that readers need.
///
/// @param text the whole ARN
/// @param region as in `awsRegion`
/// @param kind which service holds the stream
/// @param stream the stream's name; for DynamoDB its label
record StreamArn(String text, String region, Kind kind, String stream) {

  /// The services whose streams can be read.
  enum Kind {
    KINESIS,
    DYNAMODB
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
      if (parts.get(2).equals("kinesis") && path.size() == 4 && path.get(2).equals("consumer")) {
        throw new IllegalArgumentException(
            "eventSourceArn of a stream consumer (enhanced fan-out) is not supported, was " + arn);
      }
    }
    throw new IllegalArgumentException(
        "eventSourceArn must be the ARN of a Kinesis stream or of a DynamoDB stream, was " + arn);
  }
}
