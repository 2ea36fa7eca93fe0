package dev.millrace.cli;

import dev.millrace.cli.flink.FlinkBuild;
import dev.millrace.cli.flink.FlinkJob;
import dev.millrace.cli.flink.JobProperties;
import dev.millrace.local.data.DataDirectory;
import dev.millrace.local.faults.FaultFileException;
import dev.millrace.local.faults.FaultPlan;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.FlinkApplication;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options of every command that starts a stack.
final class StackMixin {

  private static final int MAX_PORT = 65_535;

  @Mixin private TemplateMixin template = new TemplateMixin();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the endpoint, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port = 4566;

  @Option(
      names = "--functions",
      paramLabel = "process|in-process",
      converter = FunctionModeConverter.class,
      description =
          "Where functions run: each in a process of its own, or in this one (default: process).")
  private FunctionMode functions = FunctionMode.PROCESS;

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description =
          "Directory that gets each function's log as a file (default: the latest lines are kept in"
              + " memory).")
  private @Nullable Path logs;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory that keeps the state (streams, tables, buckets, queues, positions), so that"
              + " the next stack with it goes on where this one was, however this one ends"
              + " (default: the state is kept in memory).")
  private @Nullable Path data;

  @Option(
      names = "--no-quotas",
      description =
          "Kinesis shards take and give whatever is asked; otherwise no more than on AWS (1,000"
              + " records and 1 MiB in, 5 calls and 2 MiB out, each second).")
  private boolean noQuotas;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description =
          "A plan of what goes wrong on purpose: throttles, lost answers, crashes and more, see"
              + " docs/faults.md.")
  private @Nullable Path faults;

  @Option(
      names = "--enforce-iam",
      description =
          "Functions, delivery streams and guests may do no more than the policies of their roles"
              + " allow; otherwise everybody may do everything. See docs/iam.md.")
  private boolean enforceIam;

  @Option(
      names = "--with",
      paramLabel = "flink,opensearch|all",
      split = ",",
      description =
          "Starts what else there is, beside the stack: the template's Flink job, OpenSearch, or"
              + " both. Of Millrace's own template, it switches on the resources that they need.")
  private List<String> with = new ArrayList<>();

  /// @throws UsageException if an option cannot be
  StackOptions options() {
    var extras = Extra.named(with);
    if (port < 0 || port > MAX_PORT) {
      throw new UsageException("--port must lie within 0 and " + MAX_PORT + ", was " + port);
    }
    var chosen = template.chosen();
    if (logs != null && Files.exists(logs) && !Files.isDirectory(logs)) {
      throw new UsageException("--logs: " + logs + " is a file, must be a directory");
    }
    if (data != null && Files.exists(data) && !Files.isDirectory(data)) {
      throw new UsageException("--data: " + data + " is a file, must be a directory");
    }
    var options =
        new StackOptions(
                chosen.file(),
                chosen.with(extras),
                "millrace",
                port,
                functions,
                StackClock.ticking(),
                Optional.ofNullable(logs))
            .with(chosen.gaps());
    options = noQuotas ? options.withoutQuotas() : options;
    options = enforceIam ? options.withEnforcedIam() : options;
    options = extras.contains(Extra.OPENSEARCH) ? options.withOpenSearch() : options;
    options = faults == null ? options : options.withFaults(plan(faults));
    return data == null ? options : options.withData(data);
  }

  private static FaultPlan plan(Path file) {
    try {
      return FaultPlan.read(file);
    } catch (FaultFileException e) {
      throw new UsageException("--faults: " + e.getMessage());
    }
  }

  boolean has(Extra extra) {
    return Extra.named(with).contains(extra);
  }

  /// Starts the Flink job of a stack, if that was asked for.
  ///
  /// @param death is told if the job ends by itself
  /// @throws StackException if there is none, or not exactly one
  @Nullable FlinkJob job(
      RunningStack running, UnaryOperator<JobProperties> changes, Consumer<String> death) {
    if (!has(Extra.FLINK)) {
      return null;
    }
    var applications = running.applications();
    if (applications.size() != 1) {
      throw new StackException(
          "--with flink: the template must have one AWS::KinesisAnalyticsV2::Application, has "
              + applications.stream().map(FlinkApplication::name).toList());
    }
    var properties = JobProperties.of(applications.getFirst()).at(running.endpoint());
    var build = FlinkBuild.in(System.getProperty("millrace.home", ""));
    return FlinkJob.start(build, changes.apply(properties), Optional.ofNullable(logs), death);
  }

  /// The same for a command that computes its results from its own input alone.
  ///
  /// @throws UsageException if an option cannot be, or the data directory holds earlier results
  StackOptions freshOptions() {
    if (data != null && Files.isDirectory(data) && DataDirectory.isUsed(data)) {
      throw new UsageException(
          "--data: "
              + data
              + " is not empty, and what is checked must come from this run alone; name a new"
              + " directory, or use up");
    }
    return options();
  }

  static final class FunctionModeConverter implements ITypeConverter<FunctionMode> {
    @Override
    public FunctionMode convert(String value) {
      return switch (value) {
        case "process" -> FunctionMode.PROCESS;
        case "in-process" -> FunctionMode.IN_PROCESS;
        default ->
            throw new TypeConversionException("must be process or in-process, was '" + value + "'");
      };
    }
  }
}
