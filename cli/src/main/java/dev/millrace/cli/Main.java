package dev.millrace.cli;

import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.aws.OutputException;
import dev.millrace.cli.consume.ConsumeException;
import dev.millrace.cli.feed.FeedException;
import dev.millrace.cli.flink.FlinkException;
import dev.millrace.cli.input.InputException;
import dev.millrace.cli.query.QueryException;
import dev.millrace.cli.replay.ReplayException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/// The command `millrace`.
@Command(
    name = "millrace",
    mixinStandardHelpOptions = true,
    description = "Stream pipelines of AWS Lambda functions, run on this machine.%n",
    versionProvider = Main.Version.class,
    commandListHeading = "%nCommands:%n")
public final class Main implements Runnable {

  private static final int FAILED = 1;
  private static final int UNUSABLE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(commandLine(EmbeddedStack::start).execute(args));
  }

  /// The command line over whatever starts stacks.
  static CommandLine commandLine(StackLauncher launcher) {
    return commandLine(launcher, AwsClients::at, Terminal.ofThisProcess(), Pause.sleeping());
  }

  static CommandLine commandLine(
      StackLauncher launcher, Function<URI, AwsClients> clients, Terminal terminal, Pause pause) {
    return new CommandLine(new Main())
        .addSubcommand(new RunCommand(launcher, clients, terminal))
        .addSubcommand(new UpCommand(launcher, terminal))
        .addSubcommand(new InvokeCommand(System.in))
        .addSubcommand(new LogsCommand(pause))
        .addSubcommand(ProduceCommand.of(terminal))
        .addSubcommand(new ConsumeCommand(terminal, standardOutput()))
        .addSubcommand(new StatsCommand(terminal, pause))
        .addSubcommand(new QueryCommand())
        .addSubcommand(new ReplayCommand())
        .addSubcommand(new CompletionCommand())
        .setParameterExceptionHandler((e, _) -> unusable(e.getCommandLine(), e.getMessage()))
        .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
  }

  /// Unlike `System.out` it tells when nobody reads it any more.
  private static OutputStream standardOutput() {
    return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void run() {
    var names = List.copyOf(spec.subcommands().keySet());
    throw new ParameterException(
        spec.commandLine(),
        "say which command: %s or %s; --help tells more"
            .formatted(String.join(", ", names.subList(0, names.size() - 1)), names.getLast()));
  }

  private static int unusable(CommandLine command, @Nullable String why) {
    complain(command, String.valueOf(why));
    return UNUSABLE;
  }

  private static int failed(Exception e, CommandLine command) throws Exception {
    return switch (e) {
      case UsageException _, InputException _ -> unusable(command, e.getMessage());
      case StackException _,
          FlinkException _,
          FeedException _,
          OutputException _,
          QueryException _,
          ReplayException _,
          ConsumeException _ -> {
        complain(command, String.valueOf(e.getMessage()));
        yield FAILED;
      }
      case SdkException _ -> {
        complain(command, "the stack did not answer as it should: " + e.getMessage());
        yield FAILED;
      }
      // a fault of ours: with its stack trace
      default -> throw e;
    };
  }

  private static void complain(CommandLine command, String why) {
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + why);
    command.getErr().flush();
  }

  /// The version of the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"millrace " + (version == null ? "development build" : version)};
    }
  }
}
