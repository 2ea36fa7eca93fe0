package dev.millrace.local.stack;

import dev.millrace.local.faults.FaultPlan;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.time.StackClock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How a stack is started.
///
/// @param template the SAM or CloudFormation template
/// @param parameters values for its parameters; the others keep their defaults
/// @param stackName part of generated names
/// @param port where the gateway listens on 127.0.0.1; 0 for any free port
/// @param functions where functions run
/// @param clock the stack's time; closed with the stack
/// @param logs the folder that gets one log file per function; empty to keep only the latest lines
/// @param outside the services that are not embedded
/// @param data the directory that keeps the state, for the next stack to go on with; empty to keep
///   it in memory
/// @param gaps what the template asks for and is not here
/// @param quotas whether the shards of Kinesis streams take and give no more than on AWS
/// @param openSearch whether OpenSearch runs though no resource of the template needs it, with a
///   domain that is named like the stack
/// @param faults what goes wrong on purpose once everything is up
/// @param enforcedIam whether roles may do no more than their policies allow
public record StackOptions(
    Path template,
    Map<String, String> parameters,
    String stackName,
    int port,
    FunctionMode functions,
    StackClock clock,
    Optional<Path> logs,
    OutsideServices outside,
    Optional<Path> data,
    Gaps gaps,
    boolean quotas,
    boolean openSearch,
    FaultPlan faults,
    boolean enforcedIam) {

  public static final int DEFAULT_PORT = 4566;

  public StackOptions {
    parameters = Map.copyOf(parameters);
  }

  /// A stack that embeds every service, with AWS's quotas, and whose state is gone when it stops.
  public StackOptions(
      Path template,
      Map<String, String> parameters,
      String stackName,
      int port,
      FunctionMode functions,
      StackClock clock,
      Optional<Path> logs) {
    this(
        template,
        parameters,
        stackName,
        port,
        functions,
        clock,
        logs,
        OutsideServices.NONE,
        Optional.empty(),
        Gaps.NONE,
        true,
        false,
        FaultPlan.NONE,
        false);
  }

  /// The same stack with services from elsewhere.
  public StackOptions with(OutsideServices services) {
    return changed(copy -> copy.outside = services);
  }

  /// The same with its state in a directory.
  public StackOptions withData(Path directory) {
    return changed(copy -> copy.data = Optional.of(directory));
  }

  /// The same with something in place of what is not here.
  public StackOptions with(Gaps filled) {
    return changed(copy -> copy.gaps = filled);
  }

  /// The same whose Kinesis shards take and give whatever is asked.
  public StackOptions withoutQuotas() {
    return changed(copy -> copy.quotas = false);
  }

  /// The same with OpenSearch, whatever the template says.
  public StackOptions withOpenSearch() {
    return changed(copy -> copy.openSearch = true);
  }

  /// The same with faults.
  public StackOptions withFaults(FaultPlan plan) {
    return changed(copy -> copy.faults = plan);
  }

  /// A stack named `millrace` on the default port, following real time, functions in processes.
  public static StackOptions of(Path template) {
    return new StackOptions(
        template,
        Map.of(),
        "millrace",
        DEFAULT_PORT,
        FunctionMode.PROCESS,
        StackClock.ticking(),
        Optional.empty());
  }

  /// The same whose functions, delivery streams and guests may do no more than the policies of
  /// their roles allow.
  public StackOptions withEnforcedIam() {
    return changed(copy -> copy.enforcedIam = true);
  }

  private StackOptions changed(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.options(this);
  }

  /// What the methods above change.
  private static final class Copy {
    private OutsideServices outside;
    private Optional<Path> data;
    private Gaps gaps;
    private boolean quotas;
    private boolean openSearch;
    private FaultPlan faults;
    private boolean enforcedIam;

    Copy(StackOptions options) {
      outside = options.outside;
      data = options.data;
      gaps = options.gaps;
      quotas = options.quotas;
      openSearch = options.openSearch;
      faults = options.faults;
      enforcedIam = options.enforcedIam;
    }

    StackOptions options(StackOptions others) {
      return new StackOptions(
          others.template,
          others.parameters,
          others.stackName,
          others.port,
          others.functions,
          others.clock,
          others.logs,
          outside,
          data,
          gaps,
          quotas,
          openSearch,
          faults,
          enforcedIam);
    }
  }
}
