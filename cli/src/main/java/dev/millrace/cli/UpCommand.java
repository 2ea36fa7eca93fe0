package dev.millrace.cli;

import dev.millrace.cli.flink.FlinkJob;
import dev.millrace.local.stack.AwsService;
import dev.millrace.local.stack.OutsideServices;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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
    if (outside.urls().containsKey(AwsService.KINESIS) && stack.has(Extra.FLINK)) {
      throw new UsageException(
          "--with flink cannot be together with --endpoint-url of kinesis: the job reads streams of"
              + " the stack");
    }
    if (!outside.isEmpty() && options.enforcedIam()) {
      throw new UsageException(
          "--enforce-iam cannot be together with --endpoint-url: calls of services outside do not"
              + " come through the stack");
    }
    try (var running = launcher.start(options, (_, _) -> {});
        var job = stack.job(running, UnaryOperator.identity(), this::complain)) {
      terminal.ending().onExit(() -> end(running, job));
      if (job != null) {
        job.awaitRunning();
      }
      new Invitation(running, outside).print(out());
      if (job != null) {
        out().println();
        out().println("The Flink job runs; its log is " + job.log());
        out().flush();
      }
      terminal.ending().await();
      return 0;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void complain(String what) {
    spec.commandLine().getErr().println("millrace up: " + what);
    spec.commandLine().getErr().flush();
  }

  private void end(RunningStack running, @Nullable FlinkJob job) {
    if (job != null) {
      job.close();
    }
    running.faults().ifPresent(out()::println);
    out().flush();
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
