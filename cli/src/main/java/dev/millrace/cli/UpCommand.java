package dev.millrace.cli;

import dev.millrace.local.stack.OutsideServices;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `millrace up`.
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Starts the stack and keeps it up until Ctrl-C.%n")
final class UpCommand implements Callable<Integer> {

  @Mixin private StackMixin stack = new StackMixin();

  @Option(
      names = "--endpoint-url",
      paramLabel = "[SERVICE=]URL",
      description =
          "Takes a service from elsewhere instead of embedding it, or all of them; may be repeated."
              + " SERVICE is kinesis, dynamodb, firehose, glue, sqs, sns or s3.")
  private List<String> endpointUrls = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final StackLauncher launcher;
  private final Terminal terminal;

  UpCommand(StackLauncher launcher, Terminal terminal) {
    this.launcher = launcher;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    var outside = outside();
    var options = stack.options().with(outside);
    if (!outside.isEmpty() && !options.faults().rules().isEmpty()) {
      throw new UsageException(
          "--faults cannot be together with --endpoint-url: calls of services outside do not come"
              + " through the stack");
    }
    if (!outside.isEmpty() && options.enforcedIam()) {
      throw new UsageException(
          "--enforce-iam cannot be together with --endpoint-url: calls of services outside do not"
              + " come through the stack");
    }
    try (var running = launcher.start(options, (_, _) -> {})) {
      terminal.ending().onExit(() -> end(running));
      new Invitation(running, outside).print(spec.commandLine().getOut());
      terminal.ending().await();
      return 0;
    }
  }

  private void end(RunningStack running) {
    var out = spec.commandLine().getOut();
    running.faults().ifPresent(out::println);
    out.flush();
    running.close();
  }

  private OutsideServices outside() {
    try {
      return OutsideServices.parse(endpointUrls);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--endpoint-url " + e.getMessage());
    }
  }
}
