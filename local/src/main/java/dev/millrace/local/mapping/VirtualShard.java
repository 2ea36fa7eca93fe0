package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// One shard of a mapping in a time of the caller's: the lanes and machines that a mapping has,
/// without its threads, its stream and its function.
///
/// With it a simulation can ask in seconds what a mapping does in hours, and at rates that no
/// single machine could feed. It knows neither windows nor failures, and the caller reads the
/// stream, so that the caller decides what a stream allows. Not thread-safe.
public final class VirtualShard {

  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/virtual";

  /// A record of the stream.
  ///
  /// @param bytes size of its element in the function's event
  public record Item(String partitionKey, Instant arrival, int bytes) {}

  /// What a lane wants done.
  public sealed interface Wish {

    /// Which one, counted from 0.
    int lane();

    /// Call the function; to be followed by `answered` or `throttled`.
    ///
    /// @param newest when the batch's last record came
    record Invoke(int lane, int records, Instant newest) implements Wish {}

    /// Say `woken` at this time. Doing so in vain does no harm.
    record WakeAt(int lane, Instant time) implements Wish {}
  }

  private final ShardMachine machine;
  private final Lanes lanes;
  private final List<ShardState> states;
  private final Map<Integer, byte[]> elements = new HashMap<>();
  private long number;

  /// @throws IllegalArgumentException naming the parameter, its range and the value
  public VirtualShard(int batchSize, Duration batchingWindow, int parallelizationFactor) {
    var config =
        new MappingConfig(
            "virtual",
            STREAM,
            "virtual",
            "arn:aws:lambda:us-east-1:000000000000:function:virtual",
            "arn:aws:iam::000000000000:role/virtual",
            new StartingPosition.TrimHorizon(),
            batchSize,
            batchingWindow,
            parallelizationFactor,
            OptionalInt.empty(),
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of());
    this.machine = new ShardMachine(config, new EventJson(config, "shardId-000000000000"));
    this.lanes = Lanes.of(config);
    this.states =
        new ArrayList<>(IntStream.range(0, lanes.count()).mapToObj(_ -> ShardState.START).toList());
  }

  /// How many records the mapping would read now.
  public int room() {
    return lanes.room(states.stream().map(ShardState::queue).toList());
  }

  /// The stream was read.
  ///
  /// @param caughtUp whether the shard holds nothing after these records
  public List<Wish> fetched(List<Item> items, boolean caughtUp, Instant now) {
    var shares = lanes.share(items.stream().map(this::record).toList());
    var wishes = new ArrayList<Wish>();
    for (var lane = 0; lane < lanes.count(); lane++) {
      var page = new ShardEvent.Fetched(shares.get(lane), caughtUp, false, now);
      wishes.addAll(step(lane, page, now));
    }
    return wishes;
  }

  /// The function processed a lane's batch.
  public List<Wish> answered(int lane, Instant now) {
    return step(lane, new ShardEvent.InvocationFinished(new Outcome.Succeeded(null)), now);
  }

  /// The function did not run: too many run already.
  public List<Wish> throttled(int lane, Instant now) {
    var refusal = new Outcome.NotReached("TooManyRequestsException", "Rate Exceeded.");
    return step(lane, new ShardEvent.InvocationFinished(refusal), now);
  }

  /// A time came that a lane waited for.
  public List<Wish> woken(int lane, Instant now) {
    return step(lane, new ShardEvent.Tick(), now);
  }

  private StreamRecord record(Item item) {
    return new StreamRecord(
        SequenceNumber.of(Long.toString(number++)),
        item.arrival(),
        elements.computeIfAbsent(item.bytes(), byte[]::new),
        KeyHash.of(item.partitionKey()));
  }

  private List<Wish> step(int lane, ShardEvent event, Instant now) {
    var step = machine.step(states.get(lane), event, now);
    states.set(lane, step.state());
    return step.effects().stream().flatMap(effect -> wish(lane, effect).stream()).toList();
  }

  private static Optional<Wish> wish(int lane, Effect effect) {
    return switch (effect) {
      case Effect.Invoke(var call) -> {
        var records = call.records();
        yield Optional.of(new Wish.Invoke(lane, records.size(), records.getLast().arrival()));
      }
      case Effect.WakeAt(var time) -> Optional.of(new Wish.WakeAt(lane, time));
      case Effect.Resolved _ -> Optional.empty();
      case Effect.Notify _, Effect.GivenUp _, Effect.Poll _, Effect.Finished _ ->
          throw new IllegalStateException("a virtual shard has no " + effect);
    };
  }
}
