package dev.millrace.cli;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.feed.Feeder;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.live.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.SdkClient;

/// What the commands under `millrace produce` share.
///
/// @param <C> the client of the service that takes the records
/// @param <T> a record
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was taken, until one of the limits or Ctrl-C",
      "1:records were not taken, the last line tells how many, or a line could not be read",
      "2:an option or a file cannot be used; nothing was sent"
    })
abstract class PipelineProducer<C extends SdkClient, T> implements Callable<Integer> {

  @Mixin private PaceMixin pace = new PaceMixin();

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean json;

  @Mixin private AccessMixin access = new AccessMixin();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  PipelineProducer(Terminal terminal) {
    this.terminal = terminal;
  }

  /// The records.
  ///
  /// @throws UsageException if an option cannot be
  abstract Input<T> input(PaceMixin pace, Session session);

  /// How many records a second there are unless the user says.
  double usualRate(Input<T> input) {
    return 1;
  }

  abstract C client(Access access);

  /// What sends the records.
  ///
  /// @throws UsageException if an option cannot be
  abstract Feeder<T> feeder(C client, Progress progress, Session session);

  /// Whether records wait for others to be packed with.
  boolean packs() {
    return false;
  }

  @Override
  public final Integer call() {
    try (var session = terminal.session()) {
      var input = input(pace, session);
      var limits = pace.limits(usualRate(input));
      try (var client = client(access.access())) {
        var progress = new Progress();
        var feeder = feeder(client, progress, session);
        return new Producing(spec.commandLine(), terminal, session, progress, json)
            .run(input, feeder, limits, packs());
      }
    }
  }
}
