package dev.millrace.local.mapping;

import java.util.regex.Pattern;

/// The ARN of a destination for failure messages.
///
/// @param text the whole ARN
/// @param kind which service takes the messages
/// @param name the queue's, topic's or bucket's name
public record DestinationArn(String text, Kind kind, String name) {

  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-zA-Z0-9-]*:(?<service>[a-z0-9-]+):(?<region>[a-z0-9-]*):(?<account>[0-9]*):(?<name>.+)");
  private static final Pattern SIMPLE_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.fifo)?");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]+");

  /// The services that take failure messages.
  public enum Kind {
    SQS,
    SNS,
    S3
  }

  /// Reads an ARN, and refuses what can never take a message.
  ///
  /// @throws IllegalArgumentException if `arn` is not that of a standard queue, a standard topic or
  ///   a bucket
  public static DestinationArn parse(String arn) {
    var parts = ARN.matcher(arn);
    if (parts.matches()) {
      var name = parts.group("name");
      var isRegional = !parts.group("region").isEmpty() && !parts.group("account").isEmpty();
      var isGlobal = parts.group("region").isEmpty() && parts.group("account").isEmpty();
      switch (parts.group("service")) {
        case "sqs" -> {
          if (isRegional && SIMPLE_NAME.matcher(name).matches()) {
            return new DestinationArn(arn, Kind.SQS, standard(name, "queue", arn));
          }
        }
        case "sns" -> {
          if (isRegional && SIMPLE_NAME.matcher(name).matches()) {
            return new DestinationArn(arn, Kind.SNS, standard(name, "topic", arn));
          }
        }
        case "s3" -> {
          if (isGlobal && BUCKET.matcher(name).matches()) {
            return new DestinationArn(arn, Kind.S3, name);
          }
        }
        case String _ -> {}
      }
    }
    throw new IllegalArgumentException(
        "OnFailure destination must be the ARN of an SQS queue, an SNS topic or an S3 bucket; others are not supported, was "
            + arn);
  }

  private static String standard(String name, String kind, String arn) {
    if (name.endsWith(".fifo")) {
      throw new IllegalArgumentException(
          "OnFailure destination must be a standard %s, not a FIFO %s, was %s"
              .formatted(kind, kind, arn));
    }
    return name;
  }
}
