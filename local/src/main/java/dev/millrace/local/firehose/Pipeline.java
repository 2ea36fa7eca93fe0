package dev.millrace.local.firehose;

import dev.millrace.local.firehose.partition.DeAggregation.Taken;
import dev.millrace.local.firehose.partition.Extracted;
import dev.millrace.local.firehose.prefix.PartitionKeys;
import dev.millrace.local.firehose.prefix.PrefixTemplate;
import dev.millrace.local.firehose.transform.Transformed;
import dev.millrace.local.firehose.transform.Transformed.Failed;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The processors of one delivery stream, in AWS's order: records are decompressed, taken apart,
/// sent through the function, and get their partition keys. A record that fails on the way goes to
/// the error prefix.
///
/// @param lambda null if no function transforms records
/// @param prefix has the partition keys that matter
record Pipeline(
    Processing processing,
    @Nullable LambdaTransform lambda,
    PrefixTemplate prefix,
    InstantSource clock) {

  private static final int MOST_PARTITIONS = 500;
  private static final Failed TOO_MANY_PARTITIONS =
      new Failed(
          "DynamicPartitioning.ActivePartitionsLimitExceeded",
          "The number of active partitions has exceeded the configured limit");

  /// A record with the keys that the function gave it.
  private record Keyed(FirehoseRecord record, Map<String, String> keys) {}

  /// What becomes of a batch.
  ///
  /// @throws NotNow if it has to be tried again later
  List<Placed> process(Batch batch) {
    var placed = new ArrayList<Placed>();
    var records = split(batch.records(), placed);
    for (var keyed : transform(batch.number(), records, placed)) {
      placed.add(place(keyed));
    }
    return placed;
  }

  private List<FirehoseRecord> split(List<FirehoseRecord> records, List<Placed> failures) {
    var whole = new ArrayList<FirehoseRecord>();
    for (var record : records) {
      try {
        decompress(record).forEach(data -> whole.add(record.with(data)));
      } catch (Decompression.Unreadable e) {
        var failed = new Failed(e.code(), String.valueOf(e.getMessage()));
        failures.add(ProcessingFailures.of(record, failed, clock.instant()));
      }
    }
    var how = processing.deAggregation();
    if (how == null) {
      return whole;
    }
    var parts = new ArrayList<FirehoseRecord>();
    for (var record : whole) {
      switch (how.take(record.data())) {
        case Taken.Records(var pieces) -> pieces.forEach(piece -> parts.add(record.with(piece)));
        case Taken.Failed(var code, var message) ->
            failures.add(ProcessingFailures.of(record, new Failed(code, message), clock.instant()));
      }
    }
    return parts;
  }

  private List<byte[]> decompress(FirehoseRecord record) throws Decompression.Unreadable {
    if (!processing.decompresses()) {
      return List.of(record.data());
    }
    var plain = Decompression.gunzip(record.data());
    return processing.extractsMessages() ? Decompression.messages(plain) : List.of(plain);
  }

  private List<Keyed> transform(long number, List<FirehoseRecord> records, List<Placed> failures) {
    if (lambda == null) {
      return records.stream().map(record -> new Keyed(record, Map.of())).toList();
    }
    var kept = new ArrayList<Keyed>();
    for (var result : lambda.apply(number, records)) {
      switch (result.transformed()) {
        case Transformed.Ok(var data, var keys) ->
            kept.add(new Keyed(result.record().with(data), keys));
        case Transformed.Dropped() -> {}
        case Failed failed ->
            failures.add(ProcessingFailures.of(result.record(), failed, result.document()));
      }
    }
    return kept;
  }

  private Placed place(Keyed keyed) {
    var extraction = processing.extraction();
    if (extraction == null) {
      return place(keyed, Map.of());
    }
    return switch (extraction.extract(keyed.record().data())) {
      case Extracted.Keys(var keys) -> place(keyed, keys);
      case Extracted.Failed(var message) ->
          ProcessingFailures.of(
              keyed.record(),
              new Failed(ProcessingFailures.PARTITIONING, message),
              clock.instant());
    };
  }

  private Placed place(Keyed keyed, Map<String, String> fromQuery) {
    var keys =
        new PartitionKeys(
            only(prefix.keysFromQuery(), fromQuery), only(prefix.keysFromLambda(), keyed.keys()));
    return new Placed(new Lane.Data(keys), keyed.record());
  }

  private static Map<String, String> only(Set<String> names, Map<String, String> keys) {
    var some = new HashMap<>(keys);
    some.keySet().retainAll(names);
    return some;
  }

  /// The same with no more partitions than may be active.
  ///
  /// @param active the lanes that have records already
  List<Placed> withinLimit(List<Placed> records, Set<Lane> active) {
    var partitions = new HashSet<>(active);
    partitions.removeIf(lane -> !(lane instanceof Lane.Data));
    var limited = new ArrayList<Placed>();
    for (var placed : records) {
      var isNew = placed.lane() instanceof Lane.Data && !partitions.contains(placed.lane());
      if (isNew && partitions.size() >= MOST_PARTITIONS) {
        limited.add(ProcessingFailures.of(placed.record(), TOO_MANY_PARTITIONS, clock.instant()));
      } else {
        if (isNew) {
          partitions.add(placed.lane());
        }
        limited.add(placed);
      }
    }
    return limited;
  }
}
