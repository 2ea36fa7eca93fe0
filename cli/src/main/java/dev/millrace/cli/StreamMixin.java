package dev.millrace.cli;

import dev.millrace.cli.feed.AggregatingFeeder;
import dev.millrace.cli.feed.Feeder;
import dev.millrace.cli.feed.Keyed;
import dev.millrace.cli.feed.OpenShards;
import dev.millrace.cli.feed.PlainFeeder;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.feed.StreamFeeder;
import dev.millrace.cli.live.Session;
import java.util.UUID;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// The options that say how records are put into a stream.
final class StreamMixin {

  private static final String FIXED = "fixed:";
  private static final int LONGEST_KEY = 256;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Where to (default: ${DEFAULT-VALUE}).")
  private String stream;

  @Option(
      names = "--aggregate",
      description = "Pack records as the Kinesis Producer Library does, up to 50 KiB.")
  private boolean aggregate;

  @Option(
      names = "--partition-key",
      paramLabel = "KEY",
      description =
          "name: the unicorn's name, the trip's id; random: another for each record; fixed:KEY: KEY"
              + " (default: ${DEFAULT-VALUE}).")
  private String partitionKey = "name";

  @Option(
      names = "--unordered",
      description = {
        "Let records of a key share a call. Otherwise they stay in order, for which each waits for"
            + " the call of the one before: Kinesis may refuse a record of a call and take those"
            + " behind it. With --aggregate they are in order and share calls."
      })
  private boolean unordered;

  /// @param usual where records go unless the user says
  StreamMixin(String usual) {
    stream = usual;
  }

  boolean aggregates() {
    return aggregate;
  }

  /// What puts records into the stream.
  Feeder<Keyed> feeder(KinesisClient kinesis, Progress progress, Session session) {
    var feeder = new StreamFeeder(kinesis, stream, progress, session);
    return aggregate
        ? new AggregatingFeeder(feeder, new OpenShards(kinesis, stream, session::nanos))
        : new PlainFeeder(feeder);
  }

  /// Gives records their partition key, from their name and their bytes.
  ///
  /// @throws UsageException if there is no such way
  BiFunction<String, byte[], Keyed> keys() {
    if (partitionKey.startsWith(FIXED)) {
      var key = partitionKey.substring(FIXED.length());
      if (key.isEmpty() || key.length() > LONGEST_KEY) {
        throw new UsageException(
            "--partition-key fixed:KEY must have 1 to %d characters after the colon, had %d"
                .formatted(LONGEST_KEY, key.length()));
      }
      return (_, data) -> new Keyed(key, data, !unordered);
    }
    return switch (partitionKey) {
      case "name" -> (name, data) -> new Keyed(name, data, !unordered);
      case "random" -> (_, data) -> new Keyed(UUID.randomUUID().toString(), data, false);
      default ->
          throw new UsageException(
              "--partition-key must be name, random or fixed:KEY, was " + partitionKey);
    };
  }
}
