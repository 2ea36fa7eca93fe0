package dev.millrace.cli;

import dev.millrace.cli.InputMixin.Inputs;
import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.flink.FlinkJob;
import dev.millrace.cli.flink.JobProperties;
import dev.millrace.cli.live.FunctionLogs;
import dev.millrace.local.stack.OutsideServices;
import dev.millrace.local.stack.StackOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `millrace run`.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Runs the pipelines over real or generated input and checks what comes out.",
      "",
      "Starts the stack, feeds the three pipelines (game scores, unicorn fleet, taxi trips), shows"
          + " how they go on, waits until they are drained, and prints what came out beside what a"
          + " separate computation from the input expects.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything agrees",
      "1:something differs, a line of input could not be read, or the run failed",
      "2:an option or a file cannot be used; nothing was started"
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private InputMixin input = new InputMixin();
  @Mixin private StackMixin stack = new StackMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--keep", description = "Leave the stack up afterwards, until Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--drain-limit",
      paramLabel = "DURATION",
      description = "How long draining may take, such as PT5M (default: ${DEFAULT-VALUE}).")
  private Duration drainLimit = Duration.ofMinutes(10);

  @Option(
      names = "--json",
      description =
          "Print the checks as one JSON object; how the run goes on is told on standard error.")
  private boolean json;

  @Option(names = "--endpoint-url", paramLabel = "[SERVICE=]URL", hidden = true)
  private List<String> endpointUrls = new ArrayList<>();

  private final StackLauncher launcher;
  private final Function<URI, AwsClients> clients;
  private final Terminal terminal;

  RunCommand(StackLauncher launcher, Function<URI, AwsClients> clients, Terminal terminal) {
    this.launcher = launcher;
    this.clients = clients;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!endpointUrls.isEmpty()) {
      throw new UsageException(
          "--endpoint-url is an option of up: run skips its clock ahead, which a service outside of"
              + " the stack does not follow");
    }
    if (!drainLimit.isPositive()) {
      throw new UsageException("--drain-limit must be positive, was " + drainLimit);
    }
    return run(stack.freshOptions(), input.inputs());
  }

  private int run(StackOptions options, Inputs inputs) throws InterruptedException {
    var out = words();
    var logs = new FunctionLogs();
    out.println("scores:   " + inputs.scores().description());
    out.println("readings: " + inputs.readings().description());
    out.println("trips:    " + inputs.trips().description());
    out.flush();
    var started = System.nanoTime();
    try (var running = launcher.start(options, logs::accept);
        // that it died is told by whoever waits for it
        var job = stack.job(running, JobProperties::forEverything, _ -> {})) {
      terminal.ending().onExit(() -> end(running, job));
      out.printf(
          Locale.ROOT,
          "stack ready at %s after %.1f s%n",
          running.endpoint(),
          (System.nanoTime() - started) / 1e9);
      out.flush();
      var agrees = run(running, Optional.ofNullable(job), logs, inputs);
      if (keep) {
        new Invitation(running, OutsideServices.NONE).print(out);
        terminal.ending().await();
      }
      return agrees ? 0 : 1;
    }
  }

  /// Where a person reads.
  private PrintWriter words() {
    return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  private static void end(RunningStack running, @Nullable FlinkJob job) {
    if (job != null) {
      job.close();
    }
    running.close();
  }

  private boolean run(
      RunningStack running, Optional<FlinkJob> job, FunctionLogs logs, Inputs inputs)
      throws InterruptedException {
    var commandLine = spec.commandLine();
    var output =
        new Run.Output(
            words(),
            commandLine.getErr(),
            terminal.ansi(),
            json ? Optional.of(commandLine.getOut()) : Optional.empty());
    try (var services = clients.apply(running.endpoint())) {
      return new Run(running, job, services, logs, output).agrees(inputs, drainLimit);
    }
  }
}
