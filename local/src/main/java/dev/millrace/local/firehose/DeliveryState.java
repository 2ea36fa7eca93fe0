package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a delivery stream holds: records that wait for the processors, and records that wait for
/// their destination.
///
/// @param intake stays empty if nothing is to be processed
record DeliveryState(BatchQueue intake, BatchQueue output) {

  static final DeliveryState EMPTY = new DeliveryState(BatchQueue.EMPTY, BatchQueue.EMPTY);

  private static final Lane INTAKE = new Lane.Intake();
  private static final Lane BACKUP = new Lane.Backup();

  /// How records are gathered.
  ///
  /// @param data for their destination
  /// @param delimiter the length of what follows each of them
  /// @param failures for the error prefix
  /// @param intake for the processors; null if there are none
  /// @param backup for the objects with the records as they came; null if there are none
  record Rules(
      Buffering data,
      int delimiter,
      Buffering failures,
      @Nullable Buffering intake,
      @Nullable Buffering backup) {

    Buffering buffering(Lane lane) {
      return switch (lane) {
        case Lane.Data _ -> data;
        case Lane.Failures _ -> failures;
        // what is left of earlier settings goes at once
        case Lane.Intake _ -> intake == null ? Buffering.NONE : intake;
        case Lane.Backup _ -> backup == null ? Buffering.NONE : backup;
      };
    }

    int delimiter(Lane lane) {
      return lane instanceof Lane.Data ? delimiter : 0;
    }
  }

  /// A new state, and the batches to process and to store now.
  record Step(DeliveryState state, Optional<Batch> process, Optional<Batch> store) {}

  /// The same with nothing on its way.
  DeliveryState resting() {
    return new DeliveryState(intake.resting(), output.resting());
  }

  /// What an event makes of this state.
  Step step(Rules rules, DeliveryEvent event, Instant now) {
    var next =
        switch (event) {
          case DeliveryEvent.Arrived(var records) -> arrived(records, rules, now);
          case DeliveryEvent.Processed(var records) ->
              new DeliveryState(intake.done(), output.add(records, rules, now));
          case DeliveryEvent.ProcessFailed _ -> new DeliveryState(intake.failed(now), output);
          case DeliveryEvent.Tick _ -> this;
          case DeliveryEvent.Flush _ -> new DeliveryState(intake.flush(), output.flush());
          case DeliveryEvent.Stored _ -> new DeliveryState(intake, output.done());
          case DeliveryEvent.StoreFailed _ -> new DeliveryState(intake, output.failed(now));
        };
    var process = next.intake.sealDue(rules, now).proceed(now);
    var store = next.output.sealDue(rules, now).proceed(now);
    return new Step(
        new DeliveryState(process.queue(), store.queue()), process.batch(), store.batch());
  }

  private DeliveryState arrived(List<FirehoseRecord> records, Rules rules, Instant now) {
    var kept = rules.backup() == null ? output : output.add(BACKUP, records, rules, now);
    return rules.intake() == null
        ? new DeliveryState(intake, kept.add(Lane.Data.WHOLE, records, rules, now))
        : new DeliveryState(intake.add(INTAKE, records, rules, now), kept);
  }

  /// When something is to be done though nothing happens; empty if never.
  Optional<Instant> wakeAt(Rules rules) {
    return Stream.concat(intake.wakeAt(rules), output.wakeAt(rules)).min(Instant::compareTo);
  }

  /// Whether something is under way.
  boolean isBusy() {
    return intake.busy() || output.busy();
  }

  boolean isEmpty() {
    return intake.isEmpty() && output.isEmpty();
  }

  /// How many records their destination does not have yet.
  long records() {
    return intake.records() + output.records();
  }

  /// How many bytes their destination does not have yet.
  long bytes() {
    return intake.bytes() + output.bytes();
  }

  /// How many batches there ever were that waited for nothing but their turn.
  long sealed() {
    return intake.batches() - intake.open().size() + output.batches() - output.open().size();
  }

  /// How many bytes wait for nothing but their turn.
  long sealedBytes() {
    return intake.sealedBytes() + output.sealedBytes();
  }
}
