package dev.millrace.cli;

import dev.millrace.cli.replay.FailureMessages;
import dev.millrace.cli.replay.Replay;
import dev.millrace.cli.replay.ReplayClients;
import dev.millrace.cli.replay.ReplayReport;
import dev.millrace.cli.replay.Target;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace replay`.
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Shows the records that failure messages stand for, and sends them again.",
      "",
      "The records are fetched from their stream by sequence number. Without --invoke, --function"
          + " or --stream nothing is sent.",
      "",
      "Examples:",
      "  millrace replay wildrydes-queue",
      "  millrace replay wildrydes-queue --invoke --delete",
      "  millrace replay s3://failures/aws/lambda/ --stream wildrydes-again --aws",
      ""
    })
final class ReplayCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "WHERE",
      description =
          "Where the messages are: an SQS queue's name or URL, s3://BUCKET/PREFIX, or a file.")
  private String where = "";

  @ArgGroup private To to = new To();

  @Option(
      names = "--all",
      description = "Send records as well that the mapping's filter left out of the batch.")
  private boolean all;

  @Option(names = "--delete", description = "Remove a message once its records were taken.")
  private boolean delete;

  @Option(
      names = "--json",
      description = "Print an object per message; the summary goes to standard error.")
  private boolean json;

  @Mixin private AccessMixin access = new AccessMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  /// Where records are sent; at most one.
  private static final class To {

    @Option(names = "--invoke", description = "Invoke the function that gave the records up.")
    private boolean invoke;

    @Option(names = "--function", paramLabel = "NAME", description = "Invoke another function.")
    private @Nullable String function;

    @Option(names = "--stream", paramLabel = "NAME", description = "Put them into a stream.")
    private @Nullable String stream;

    Optional<Target> target(ReplayClients clients) {
      if (stream != null) {
        return Optional.of(new Target.ToStream(clients.kinesis(), stream));
      }
      if (function != null) {
        return Optional.of(new Target.ToFunction(clients.lambda(), function));
      }
      return invoke ? Optional.of(new Target.ToFunction(clients.lambda(), "")) : Optional.empty();
    }
  }

  @Override
  public Integer call() {
    try (var clients = ReplayClients.of(access.access())) {
      var target = to.target(clients);
      if (delete && target.isEmpty()) {
        throw new UsageException("--delete needs --invoke, --function or --stream");
      }
      var messages = FailureMessages.of(where, clients);
      try {
        return new Replay(clients, messages, target, all, delete, report()).run() ? 0 : 1;
      } finally {
        messages.close();
      }
    }
  }

  private ReplayReport report() {
    var commandLine = spec.commandLine();
    return json
        ? new ReplayReport.JsonLines(commandLine.getOut(), commandLine.getErr())
        : new ReplayReport.Words(commandLine.getOut());
  }
}
