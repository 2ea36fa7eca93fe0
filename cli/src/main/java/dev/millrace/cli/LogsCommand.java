package dev.millrace.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace logs`.
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Prints what a function of a running stack has logged.%n")
final class LogsCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofSeconds(1);

  @Parameters(paramLabel = "FUNCTION", description = "The function's name.")
  private String function = "";

  @Option(names = "--follow", description = "Go on printing until Ctrl-C.")
  private boolean follow;

  @Mixin private EndpointMixin endpoint = new EndpointMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Pause pause;

  LogsCommand(Pause pause) {
    this.pause = pause;
  }

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    try (var log = new FunctionLogReader(endpoint.uri(), function)) {
      do {
        for (var line : log.next()) {
          out.print(line.endsWith("\n") ? line : line + "\n");
        }
        out.flush();
      } while (follow && pause.after(POLL));
    }
    return 0;
  }
}
