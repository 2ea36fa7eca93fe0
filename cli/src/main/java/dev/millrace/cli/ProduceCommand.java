package dev.millrace.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `millrace produce`.
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Puts records into a pipeline of a running stack, at a steady rate.",
      "",
      "Examples:",
      "  millrace produce fleet",
      "  millrace produce fleet --name Shadowfax --name Rocinante --error-every 100",
      "  millrace produce taxi --rate 500 --duration 5m --aggregate",
      "  millrace produce scores --file scores.csv --rate 10",
      ""
    },
    commandListHeading = "%nPipelines:%n")
final class ProduceCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private ProduceCommand() {}

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new ProduceCommand())
        .addSubcommand(new ProduceFleetCommand(terminal))
        .addSubcommand(new ProduceTaxiCommand(terminal))
        .addSubcommand(new ProduceScoresCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say which pipeline: fleet, taxi or scores; --help tells more");
  }
}
