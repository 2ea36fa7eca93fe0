package dev.millrace.fleet;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/// Flink within this process, for the jobs of several tests. It makes checkpoints only if asked to.
final class Cluster {

  private static final int SLOTS = 2;
  private static final int PATIENCE_SECONDS = 60;

  private final Configuration configuration = LocalMain.configuration();
  private final MiniCluster flink;

  Cluster() throws Exception {
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, Duration.ofMillis(50));
    MetricOptions.forReporter(configuration, "test")
        .set(MetricOptions.REPORTER_FACTORY_CLASS, KnownMetrics.class.getName());
    flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    flink.start();
  }

  /// Starts the job with one task of each kind.
  Job start(FleetSettings settings, Clock clock) throws Exception {
    return start(settings, clock, 1, SavepointRestoreSettings.none());
  }

  Job start(FleetSettings settings, Clock clock, int parallelism) throws Exception {
    return start(settings, clock, parallelism, SavepointRestoreSettings.none());
  }

  Job restore(FleetSettings settings, Clock clock, String savepoint) throws Exception {
    return start(settings, clock, 1, SavepointRestoreSettings.forPath(savepoint));
  }

  private Job start(
      FleetSettings settings, Clock clock, int parallelism, SavepointRestoreSettings from)
      throws Exception {
    var environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    FleetSummaryJob.build(environment, settings, clock);
    var job = environment.getStreamGraph().getJobGraph();
    job.setSavepointRestoreSettings(from);
    flink.submitJob(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return new Job(job.getJobID());
  }

  /// A job that runs.
  final class Job {

    private final JobID id;

    private Job(JobID id) {
      this.id = id;
    }

    String stopWithSavepoint(Path folder) throws Exception {
      var savepoint =
          flink
              .stopWithSavepoint(id, folder.toString(), false, SavepointFormatType.CANONICAL)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      result();
      return savepoint;
    }

    void checkpoint() throws Exception {
      flink.triggerCheckpoint(id, CheckpointType.FULL).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Returns when nothing of it runs any more.
    void cancel() throws Exception {
      flink.cancelJob(id).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      result();
    }

    private JobResult result() throws Exception {
      return flink.requestJobResult(id).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  void stop() throws Exception {
    flink.close();
  }
}
