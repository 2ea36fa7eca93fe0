package dev.millrace.local.faults;

import static dev.millrace.local.gateway.AwsError.PROVISIONED_THROUGHPUT_EXCEEDED;
import static dev.millrace.local.gateway.AwsError.SERVICE_UNAVAILABLE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The actions that can fail in part, and which entries of them do.
final class PartialFailures {

  private static final Map<String, BatchShape> SHAPES =
      Map.of(
          "dynamodb:BatchWriteItem",
          new WriteBatch(),
          "firehose:PutRecordBatch",
          new RecordBatch("RequestResponses", "FailedPutCount", SERVICE_UNAVAILABLE.type()),
          "kinesis:PutRecords",
          new RecordBatch("Records", "FailedRecordCount", PROVISIONED_THROUGHPUT_EXCEEDED.type()));

  static final List<String> ACTIONS = SHAPES.keySet().stream().sorted().toList();

  private PartialFailures() {}

  static Optional<BatchShape> of(Api api, String action) {
    return Optional.ofNullable(SHAPES.get(api.id() + ":" + action));
  }

  /// Which entries fail, counted from 0: at least one, and not all unless the share is 1.
  static Set<Integer> failed(int entries, double share, Dice dice) {
    var failed = new TreeSet<Integer>();
    for (var i = 0; i < entries; i++) {
      if (dice.unit(i + 2) < share) {
        failed.add(i);
      }
    }
    if (failed.isEmpty() && entries > 0) {
      failed.add(dice.below(1, entries));
    } else if (failed.size() == entries && entries > 1 && share < 1) {
      failed.remove(dice.below(1, entries));
    }
    return failed;
  }
}
