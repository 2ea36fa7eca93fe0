package dev.millrace.cli;

import dev.millrace.cli.feed.Feed;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.feed.ScoreFeeder;
import dev.millrace.cli.input.GeneratedScores;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.input.ScoreChange;
import dev.millrace.cli.input.ScoreFile;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// `millrace produce scores`.
@Command(
    name = "scores",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Writes game scores into their table: new records, and changes and deletions of these.",
      "",
      "Examples:",
      "  millrace produce scores --rate 20 --duration 1m",
      "  millrace produce scores --file scores.csv --rate 10",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {Producing.EXIT_0, Producing.EXIT_1, Producing.EXIT_2})
final class ProduceScoresCommand implements Callable<Integer> {

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

  @Mixin private PaceMixin pace = new PaceMixin();
  @Mixin private AccessMixin access = new AccessMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  ProduceScoresCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var limits = pace.limits(1);
    try (var session = terminal.session();
        var dynamo = access.access().to(DynamoDbClient.builder()).build()) {
      var progress = new Progress();
      return new Producing(spec.commandLine(), terminal, session, progress)
          .run(input(session), new ScoreFeeder(dynamo, table, progress), limits, false);
    }
  }

  private Input<ScoreChange> input(ProcessSession session) {
    var first = firstId == null ? session.millis() : firstId;
    return pace.input(
        ScoreFile::of,
        seed -> new GeneratedScores(seed, Long.MAX_VALUE, first),
        firstId == null ? Optional.empty() : Optional.of("--first-id"));
  }
}
