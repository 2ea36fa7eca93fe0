package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a mapping is doing in one shard, or in one part of a shard that is read in parallel.
///
/// @param shardId the shard
/// @param lane counts the parallel parts of the shard from 0
/// @param doing what it waits for
/// @param inFlight records of the invocation under way
/// @param waiting records that were read and are in no invocation yet
/// @param attempts failed tries of the batch that comes first
/// @param oldest when the stream took the oldest record that is not resolved
/// @param window the open tumbling window
public record LaneStatus(
    String shardId,
    int lane,
    Doing doing,
    int inFlight,
    int waiting,
    int attempts,
    Optional<Instant> oldest,
    Optional<OpenState> window) {

  /// What a lane waits for.
  public enum Doing {
    /// New records.
    WAITING,
    /// More records, or the end of the batching window.
    BATCHING,
    /// The function's answer.
    INVOKING,
    /// The end of the pause before another try.
    BACKING_OFF,
    /// The failure destination.
    REPORTING,
    /// Nothing: the shard ended.
    FINISHED
  }

  /// A tumbling window that is open.
  ///
  /// @param start its first instant
  /// @param end the first instant after it
  /// @param state what the function last returned, a JSON object
  public record OpenState(Instant start, Instant end, String state) {

    private static OpenState of(OpenWindow open) {
      return new OpenState(open.window().start(), open.window().end(), open.state());
    }
  }

  static LaneStatus of(String shardId, int lane, ShardState state, Instant now) {
    var batches =
        state.todo().stream()
            .map(task -> task instanceof Task.Deliver deliver ? deliver.records() : none())
            .toList();
    var invoking = state.phase() instanceof Phase.Invoking;
    var inFlight = invoking ? batches.getFirst().size() : 0;
    var unresolved =
        Stream.concat(batches.stream().flatMap(List::stream), state.queue().records().stream());
    return new LaneStatus(
        shardId,
        lane,
        doing(state, now),
        inFlight,
        batches.stream().mapToInt(List::size).sum() + state.queue().size() - inFlight,
        state.todo().isEmpty() ? 0 : state.todo().getFirst().attempts(),
        unresolved.map(StreamRecord::arrival).findFirst(),
        Optional.ofNullable(state.window()).map(OpenState::of));
  }

  private static List<StreamRecord> none() {
    return List.of();
  }

  private static Doing doing(ShardState state, Instant now) {
    return switch (state.phase()) {
      case Phase.Invoking _ -> Doing.INVOKING;
      case Phase.Notifying _, Phase.NotifyingLater _ -> Doing.REPORTING;
      case Phase.Finished _ -> Doing.FINISHED;
      case Phase.Ready _ -> {
        if (!state.todo().isEmpty() && state.todo().getFirst().notBefore().isAfter(now)) {
          yield Doing.BACKING_OFF;
        }
        yield state.queue().isEmpty() ? Doing.WAITING : Doing.BATCHING;
      }
    };
  }
}
