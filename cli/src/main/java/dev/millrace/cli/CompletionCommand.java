package dev.millrace.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `millrace completion`.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Prints a script with which bash and zsh complete commands and options.",
      "",
      "Examples:",
      "  source <(./millrace completion)",
      "  ./millrace completion > ~/.local/share/bash-completion/completions/millrace",
      ""
    })
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    var millrace = spec.root();
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(millrace.name(), millrace.commandLine()));
    out.flush();
  }
}
