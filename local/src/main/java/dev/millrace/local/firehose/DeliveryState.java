package dev.millrace.local.firehose;

import dev.millrace.local.firehose.S3Destination.Buffering;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// What a delivery stream holds: records that wait for company, and batches that wait for S3.
///
/// Batches are stored one after the other in the order in which their records came. A batch is kept
/// until S3 has it, however often that fails.
///
/// @param open takes the next record; null if there is none
/// @param sealed the batches to store, the oldest first
/// @param storing whether the first batch is on its way
/// @param failures how often in a row the first batch failed
/// @param retryAt when it is tried again; null if it did not fail
/// @param batches how many batches there were
record DeliveryState(
    @Nullable Buffer open,
    PVector<Batch> sealed,
    boolean storing,
    int failures,
    @Nullable Instant retryAt,
    long batches) {

  static final DeliveryState EMPTY =
      new DeliveryState(null, TreePVector.empty(), false, 0, null, 0);

  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

  /// How records are gathered.
  ///
  /// @param delimiter the length of what follows each record
  record Rules(Buffering buffering, int delimiter) {}

  /// A new state, and the batch to store now.
  record Step(DeliveryState state, Optional<Batch> store) {}

  /// The same with nothing on its way.
  DeliveryState resting() {
    return new DeliveryState(open, sealed, false, 0, null, batches);
  }

  /// What an event makes of this state.
  Step step(Rules rules, DeliveryEvent event, Instant now) {
    var next =
        switch (event) {
          case DeliveryEvent.Arrived(var records) -> add(records, rules, now);
          case DeliveryEvent.Tick _ -> this;
          case DeliveryEvent.Flush _ -> seal();
          case DeliveryEvent.Stored _ ->
              new DeliveryState(open, sealed.minus(0), false, 0, null, batches);
          case DeliveryEvent.StoreFailed _ ->
              new DeliveryState(
                  open, sealed, false, failures + 1, now.plus(backoff(failures)), batches);
        };
    return next.sealIfDue(rules, now).proceed(now);
  }

  /// When something is to be done though nothing happens; empty if never.
  Optional<Instant> wakeAt(Rules rules) {
    var due = open == null ? null : open.due(rules.buffering());
    return Stream.of(Optional.ofNullable(due), Optional.ofNullable(retryAt))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /// How many records S3 does not have yet.
  long records() {
    var waiting = sealed.stream().mapToLong(batch -> batch.records().size()).sum();
    return waiting + (open == null ? 0 : open.newestFirst().size());
  }

  /// How many bytes S3 does not have yet.
  long bytes() {
    var waiting = sealed.stream().mapToLong(Batch::bytes).sum();
    return waiting + (open == null ? 0 : open.bytes());
  }

  private DeliveryState add(List<FirehoseRecord> records, Rules rules, Instant now) {
    var state = this;
    for (var record : records) {
      var buffer = state.open;
      state =
          state
              .withOpen(
                  buffer == null
                      ? Buffer.of(record, rules.delimiter(), now)
                      : buffer.plus(record, rules.delimiter()))
              .sealIfFull(rules);
    }
    return state;
  }

  private DeliveryState sealIfFull(Rules rules) {
    return open != null && open.bytes() >= rules.buffering().bytes() ? seal() : this;
  }

  private DeliveryState sealIfDue(Rules rules, Instant now) {
    return open != null && open.isDue(rules.buffering(), now) ? seal() : this;
  }

  private DeliveryState seal() {
    if (open == null) {
      return this;
    }
    var batch = open.seal(batches);
    return new DeliveryState(null, sealed.plus(batch), storing, failures, retryAt, batches + 1);
  }

  private Step proceed(Instant now) {
    var waits = retryAt != null && now.isBefore(retryAt);
    if (storing || waits || sealed.isEmpty()) {
      return new Step(this, Optional.empty());
    }
    var state = new DeliveryState(open, sealed, true, failures, null, batches);
    return new Step(state, Optional.of(sealed.getFirst()));
  }

  private DeliveryState withOpen(Buffer buffer) {
    return new DeliveryState(buffer, sealed, storing, failures, retryAt, batches);
  }

  private static Duration backoff(int failures) {
    var wait = Duration.ofSeconds(1L << Math.min(failures, 6));
    return wait.compareTo(LONGEST_BACKOFF) < 0 ? wait : LONGEST_BACKOFF;
  }
}
