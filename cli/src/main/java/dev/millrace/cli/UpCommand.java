package dev.millrace.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `millrace up`.
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Starts the stack and keeps it up until Ctrl-C.%n")
final class UpCommand implements Callable<Integer> {

  @Mixin private StackMixin stack = new StackMixin();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final StackLauncher launcher;
  private final Terminal terminal;

  UpCommand(StackLauncher launcher, Terminal terminal) {
    this.launcher = launcher;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var running = launcher.start(stack.options(), (_, _) -> {})) {
      terminal.ending().onExit(running::close);
      new Invitation(running.endpoint()).print(spec.commandLine().getOut());
      terminal.ending().await();
      return 0;
    }
  }
}
