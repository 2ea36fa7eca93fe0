package dev.millrace.cli;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.feed.Feed;
import dev.millrace.cli.feed.Feeder;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.feed.ScoreFeeder;
import dev.millrace.cli.input.GeneratedScores;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.input.ScoreChange;
import dev.millrace.cli.input.ScoreFile;
import dev.millrace.cli.live.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// `millrace produce scores`.
@Command(
    name = "scores",
    description = {
      "Writes game scores into their table: new records, and changes and deletions of these.",
      "",
      "Examples:",
      "  millrace produce scores --rate 20 --duration 1m",
      "  millrace produce scores --file scores.csv --rate 10",
      ""
    })
final class ProduceScoresCommand extends PipelineProducer<DynamoDbClient, ScoreChange> {

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Where to (default: ${DEFAULT-VALUE}).")
  private String table = Feed.SCORE_TABLE;

  @Option(
      names = "--first-id",
      paramLabel = "N",
      description =
          "RecordID of the first record (default: the time in milliseconds, so that the records are"
              + " new ones).")
  private @Nullable Long firstId;

  ProduceScoresCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Input<ScoreChange> input(PaceMixin pace, Session session) {
    var first = firstId == null ? session.millis() : firstId;
    return pace.input(
        ScoreFile::of,
        seed -> new GeneratedScores(seed, Long.MAX_VALUE, first),
        firstId == null ? Optional.empty() : Optional.of("--first-id"));
  }

  @Override
  DynamoDbClient client(Access access) {
    return access.to(DynamoDbClient.builder()).build();
  }

  @Override
  Feeder<ScoreChange> feeder(DynamoDbClient dynamo, Progress progress, Session session) {
    return new ScoreFeeder(dynamo, table, progress, session);
  }
}
