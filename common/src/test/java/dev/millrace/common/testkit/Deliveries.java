package dev.millrace.common.testkit;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Delivers the records of shards to a function as Lambda's event source mappings do: shard by
/// shard in order, in batches of any size, again from the first failure, split in two where there
/// is no progress, and now and then once more from an earlier place although nothing failed.
///
/// @param <R> a stream record
public final class Deliveries<R> {

  /// A record that fails alone this often will always fail.
  private static final int MAX_ATTEMPTS = 100;

  private static final int MAX_BATCH = 12;
  private static final int FARTHEST_REPEAT = 20;

  private final Function<R, String> sequenceNumber;
  private final Function<List<R>, StreamsEventResponse> function;
  private final RandomGenerator random;
  private final Set<R> givenUp = new LinkedHashSet<>();
  private int maxAttempts = MAX_ATTEMPTS;
  private int invocations;

  /// @param function is called with a batch; what it throws is a failed invocation
  public Deliveries(
      Function<R, String> sequenceNumber,
      Function<List<R>, StreamsEventResponse> function,
      RandomGenerator random) {
    this.sequenceNumber = sequenceNumber;
    this.function = function;
    this.random = random;
  }

  /// Gives a record up that failed alone so many times, rather than 100.
  public Deliveries<R> maxAttempts(int attempts) {
    maxAttempts = attempts;
    return this;
  }

  /// Delivers until every record is done or given up.
  public void deliver(List<List<R>> shards) {
    var positions = new int[shards.size()];
    while (true) {
      var open = openShards(shards, positions);
      if (open.length == 0) {
        return;
      }
      var shard = open[random.nextInt(open.length)];
      var records = shards.get(shard);
      var from = positions[shard];
      var to = Math.min(records.size(), from + 1 + random.nextInt(MAX_BATCH));
      deliverBatch(records.subList(from, to));
      positions[shard] =
          random.nextInt(10) == 0 ? Math.max(0, to - 1 - random.nextInt(FARTHEST_REPEAT)) : to;
    }
  }

  /// The records that failed for good.
  public Set<R> givenUp() {
    return Set.copyOf(givenUp);
  }

  public int invocations() {
    return invocations;
  }

  private static <R> int[] openShards(List<List<R>> shards, int[] positions) {
    return IntStream.range(0, positions.length)
        .filter(shard -> positions[shard] < shards.get(shard).size())
        .toArray();
  }

  private void deliverBatch(List<R> batch) {
    var left = batch;
    for (var attempts = 1; !left.isEmpty(); attempts++) {
      var done = invoke(left);
      if (done > 0) {
        left = left.subList(done, left.size());
        attempts = 0;
      } else if (left.size() > 1 && random.nextBoolean()) {
        deliverBatch(left.subList(0, left.size() / 2));
        left = left.subList(left.size() / 2, left.size());
        attempts = 0;
      } else if (left.size() == 1 && attempts == maxAttempts) {
        givenUp.add(left.getFirst());
        return;
      }
    }
  }

  /// How many of the records, from the first on, need not come again.
  private int invoke(List<R> batch) {
    invocations++;
    StreamsEventResponse response;
    try {
      response = function.apply(batch);
    } catch (Crash | RuntimeException e) {
      return 0;
    }
    return response.getBatchItemFailures().stream()
        .mapToInt(failure -> index(batch, failure.getItemIdentifier()))
        .min()
        .orElse(batch.size());
  }

  /// An unknown record fails the whole batch.
  private int index(List<R> batch, String reported) {
    var sequenceNumbers = batch.stream().map(sequenceNumber).toList();
    return Math.max(0, sequenceNumbers.indexOf(reported));
  }
}
