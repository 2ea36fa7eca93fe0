package dev.millrace.local.firehose;

import dev.millrace.local.firehose.DeliveryState.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// Records that wait for company, and batches that wait for their turn.
///
/// One batch is worked on at a time, in the order in which they were complete. A batch is kept
/// until that succeeds, however often it fails.
///
/// @param open takes the next record of each lane
/// @param sealed the batches, the first to be worked on first
/// @param busy whether the first batch is worked on
/// @param failures how often in a row the first batch failed
/// @param retryAt when it is tried again; null if it did not fail
/// @param batches how many batches there were, with those that are open
record BatchQueue(
    PMap<Lane, Buffer> open,
    PVector<Batch> sealed,
    boolean busy,
    int failures,
    @Nullable Instant retryAt,
    long batches) {

  static final BatchQueue EMPTY =
      new BatchQueue(HashTreePMap.empty(), TreePVector.empty(), false, 0, null, 0);

  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

  /// A new state, and the batch to work on now.
  record Turn(BatchQueue queue, Optional<Batch> batch) {}

  /// The same with nothing worked on.
  BatchQueue resting() {
    return new BatchQueue(open, sealed, false, 0, null, batches);
  }

  BatchQueue add(Lane lane, List<FirehoseRecord> records, Rules rules, Instant now) {
    var queue = this;
    var buffer = open.get(lane);
    var delimiter = rules.delimiter(lane);
    for (var record : records) {
      buffer =
          buffer == null
              ? Buffer.of(queue.batches, record, delimiter, now)
              : buffer.plus(record, delimiter);
      if (buffer.number() == queue.batches) {
        queue = queue.counted();
      }
      if (buffer.isFull(rules.buffering(lane))) {
        queue = queue.with(queue.open.minus(lane), queue.sealed.plus(buffer.seal(lane)));
        buffer = null;
      }
    }
    return buffer == null ? queue : queue.with(queue.open.plus(lane, buffer), queue.sealed);
  }

  BatchQueue add(List<Placed> records, Rules rules, Instant now) {
    var queue = this;
    for (var placed : records) {
      queue = queue.add(placed.lane(), List.of(placed.record()), rules, now);
    }
    return queue;
  }

  /// Completes the batches whose time is up.
  BatchQueue sealDue(Rules rules, Instant now) {
    return seal(entry -> entry.getValue().isDue(rules.buffering(entry.getKey()), now));
  }

  /// Completes all batches.
  BatchQueue flush() {
    return seal(_ -> true);
  }

  private BatchQueue seal(Predicate<Map.Entry<Lane, Buffer>> which) {
    // in an order that is the same in every process
    var due =
        open.entrySet().stream()
            .filter(which)
            .sorted(Comparator.comparingLong(entry -> entry.getValue().number()))
            .toList();
    var queue = this;
    for (var entry : due) {
      var batch = entry.getValue().seal(entry.getKey());
      queue = queue.with(queue.open.minus(entry.getKey()), queue.sealed.plus(batch));
    }
    return queue;
  }

  /// The first batch succeeded.
  BatchQueue done() {
    return new BatchQueue(open, sealed.minus(0), false, 0, null, batches);
  }

  /// The first batch failed.
  BatchQueue failed(Instant now) {
    return new BatchQueue(open, sealed, false, failures + 1, now.plus(backoff(failures)), batches);
  }

  /// Begins with the first batch if it is its turn.
  Turn proceed(Instant now) {
    var waits = retryAt != null && now.isBefore(retryAt);
    if (busy || waits || sealed.isEmpty()) {
      return new Turn(this, Optional.empty());
    }
    var queue = new BatchQueue(open, sealed, true, failures, null, batches);
    return new Turn(queue, Optional.of(sealed.getFirst()));
  }

  /// When something is to be done though nothing happens.
  Stream<Instant> wakeAt(Rules rules) {
    var due =
        open.entrySet().stream()
            .map(entry -> entry.getValue().due(rules.buffering(entry.getKey())));
    return Stream.concat(due, Stream.ofNullable(retryAt));
  }

  boolean isEmpty() {
    return open.isEmpty() && sealed.isEmpty();
  }

  /// How many records wait, without those of the backup.
  long records() {
    var buffered =
        open.entrySet().stream()
            .filter(entry -> counts(entry.getKey()))
            .mapToLong(entry -> entry.getValue().newestFirst().size())
            .sum();
    return buffered
        + sealed.stream()
            .filter(batch -> counts(batch.lane()))
            .mapToLong(batch -> batch.records().size())
            .sum();
  }

  /// How many bytes wait.
  long bytes() {
    return open.values().stream().mapToLong(Buffer::bytes).sum() + sealedBytes();
  }

  /// How many bytes wait for nothing but their turn.
  long sealedBytes() {
    return sealed.stream().mapToLong(Batch::bytes).sum();
  }

  /// How many batches are through.
  long finished() {
    return batches - sealed.size() - open.size();
  }

  static boolean counts(Lane lane) {
    return !(lane instanceof Lane.Backup);
  }

  private BatchQueue counted() {
    return new BatchQueue(open, sealed, busy, failures, retryAt, batches + 1);
  }

  private BatchQueue with(PMap<Lane, Buffer> buffers, PVector<Batch> waiting) {
    return new BatchQueue(buffers, waiting, busy, failures, retryAt, batches);
  }

  private static Duration backoff(int failures) {
    var wait = Duration.ofSeconds(1L << Math.min(failures, 6));
    return wait.compareTo(LONGEST_BACKOFF) < 0 ? wait : LONGEST_BACKOFF;
  }
}
