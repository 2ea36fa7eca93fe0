package dev.millrace.fleet;

import java.time.Clock;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/// Runs the job where there is no cluster: Flink within this process.
public final class LocalMain {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int FAILURES_PER_MINUTE = 5;

  private LocalMain() {}

  /// Called on one machine.
  ///
  /// @param arguments the file of properties
  public static void main(String[] arguments) throws Exception {
    start(arguments, 1).getJobExecutionResult().get();
  }

  static JobClient start(String[] arguments, int tasks) throws Exception {
    var settings = FleetSettings.from(FleetSummaryJob.properties(arguments));
    var environment = StreamExecutionEnvironment.createLocalEnvironment(tasks, configuration());
    FleetSummaryJob.build(environment, settings, Clock.systemUTC());
    return environment.executeAsync("fleet-summary");
  }

  static Configuration configuration() {
    var configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(8));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(8));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL,
        FAILURES_PER_MINUTE);
    MetricOptions.forReporter(configuration, "lags")
        .set(MetricOptions.REPORTER_FACTORY_CLASS, ShardLags.class.getName());
    return configuration;
  }
}
