package dev.millrace.cli;

import dev.millrace.cli.live.Stage;
import dev.millrace.cli.live.StageSource;
import dev.millrace.local.stack.FlinkApplication;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A stack that runs: all that the command line needs of it.
public interface RunningStack extends StageSource, AutoCloseable {

  /// Where every AWS service of the stack answers.
  URI endpoint();

  /// The names of the functions.
  default List<String> functions() {
    return List.of();
  }

  /// Where OpenSearch answers; nothing if the stack has none.
  default Optional<URI> openSearch() {
    return Optional.empty();
  }

  /// Where the index of score events answers; nothing if the stack has none.
  default Optional<URI> scoreSearch() {
    return Optional.empty();
  }

  /// The Flink applications of the template, which the stack does not run.
  default List<FlinkApplication> applications() {
    return List.of();
  }

  /// What went wrong on purpose, in one line; nothing if nothing was to.
  default Optional<String> faults() {
    return Optional.empty();
  }

  /// The bucket that the delivery streams write to.
  String deliveryBucket();

  /// The bucket where the functions set poison aside; empty if it goes to the failure queue.
  default Optional<String> quarantineBucket() {
    return Optional.empty();
  }

  @Override
  List<Stage> stages();

  /// Waits until every record was processed or given up, every window closed, and every delivery
  /// stream flushed.
  ///
  /// @throws StackException if that takes longer; the message says what still waits
  void drain(Duration limit) throws InterruptedException;

  /// Stops everything; without effect the second time.
  @Override
  void close();
}
