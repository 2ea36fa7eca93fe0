package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.List;

/// Shares a shard's records out over its lanes: those of one key go to one lane, in their order.
///
/// The shard is read ahead of what its lanes resolve, but not without end. What waits in all its
/// lanes together is at most, for each lane, 1000 records or one batch, whichever is more, and 6 MB
/// (a page that was asked for before may go beyond these bytes). So a lane that fails again and
/// again holds the others up only once its own records fill that room. Besides, each lane has one
/// batch under way.
///
/// Deviates from AWS: neither its hash nor how far it reads ahead is published.
///
/// @param count how many lanes there are
/// @param batchSize most records of a batch
/// @param capacity how many records may wait for each
record Lanes(int count, int batchSize, int capacity) {

  static Lanes of(MappingConfig config) {
    return new Lanes(
        config.parallelizationFactor(), config.batchSize(), Batcher.capacity(config.batchSize()));
  }

  /// The lane of a record, counted from 0.
  int of(StreamRecord record) {
    return Math.floorMod(record.keyHash(), count);
  }

  /// One list of records per lane, possibly empty.
  List<List<StreamRecord>> share(List<StreamRecord> records) {
    if (count == 1) {
      return List.of(records);
    }
    var shares = new ArrayList<List<StreamRecord>>();
    for (var i = 0; i < count; i++) {
      shares.add(new ArrayList<>());
    }
    records.forEach(record -> shares.get(of(record)).add(record));
    return shares.stream().map(List::copyOf).toList();
  }

  /// How many more records may wait. While a lane that is alone has a batch to go on with, none
  /// until half of its room is free: a page of few records costs as much as one of many.
  ///
  /// @param queues what waits in each lane
  int room(List<RecordQueue> queues) {
    var bytes = queues.stream().mapToLong(RecordQueue::bytes).sum();
    var records = queues.stream().mapToInt(RecordQueue::size).sum();
    var free = Math.max(0, count * capacity - records);
    var isLittle = count == 1 && records >= batchSize && free < capacity / 2;
    return isLittle || bytes >= (long) count * Batcher.EVENT_LIMIT ? 0 : free;
  }
}
