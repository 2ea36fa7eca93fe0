package dev.millrace.fleet;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Runs the job within this process for a program that talks to it over standard input and output.
///
/// It says `running` when shards are read. After the line `drain`, all that is in the stream by
/// then is read, every window is closed and every summary put, and it says `drained`. When standard
/// input ends, so does it, at once: it does not outlive that program.
public final class AttendedMain {

  private static final int PAUSE_MILLIS = 20;

  private AttendedMain() {}

  /// Called by the program.
  ///
  /// @param arguments the file of properties, savepoints are put beside it; how many tasks of each
  ///   kind there are, if not one
  public static void main(String[] arguments) throws Exception {
    var tasks = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 1;
    var job = LocalMain.start(Arrays.copyOf(arguments, 1), tasks);
    var unusedEnd = job.getJobExecutionResult().whenComplete((result, failure) -> endIf(failure));
    var unusedStart = ShardLags.known().thenRun(() -> System.out.println("running"));
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("drain")) {
          drain(job, Path.of(arguments[0]).resolveSibling("savepoints"));
          System.out.println("drained");
        }
      }
    } catch (Exception e) {
      endIf(e);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void drain(JobClient job, Path savepoints) throws Exception {
    var asked = System.currentTimeMillis();
    while (!ShardLags.arePast(asked)) {
      Thread.sleep(PAUSE_MILLIS);
    }
    job.stopWithSavepoint(true, savepoints.toString(), SavepointFormatType.CANONICAL).get();
    job.getJobExecutionResult().get();
  }

  /// Flink's threads would keep the process.
  private static void endIf(@Nullable Throwable failure) {
    if (failure != null) {
      LoggerFactory.getLogger(AttendedMain.class).error("the job failed", failure);
      Runtime.getRuntime().halt(1);
    }
  }
}
