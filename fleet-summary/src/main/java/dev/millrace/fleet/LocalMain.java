package dev.millrace.fleet;

import java.time.Clock;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/// Runs the job where there is no cluster: Flink within this process.
public final class LocalMain {

  private LocalMain() {}

  /// Called on one machine.
  ///
  /// @param arguments the file of properties
  public static void main(String[] arguments) throws Exception {
    var settings = FleetSettings.from(FleetSummaryJob.properties(arguments));
    var environment = StreamExecutionEnvironment.createLocalEnvironment(1, configuration());
    FleetSummaryJob.build(environment, settings, Clock.systemUTC());
    environment.execute("fleet-summary");
  }

  static Configuration configuration() {
    var configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(8));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(8));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    return configuration;
  }
}
