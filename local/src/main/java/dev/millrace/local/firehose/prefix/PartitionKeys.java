package dev.millrace.local.firehose.prefix;

import java.util.Map;

/// The partition keys of a record, by where they are from.
///
/// @param fromQuery for `!{partitionKeyFromQuery:...}`
/// @param fromLambda for `!{partitionKeyFromLambda:...}`
public record PartitionKeys(Map<String, String> fromQuery, Map<String, String> fromLambda) {

  /// Without dynamic partitioning.
  public static final PartitionKeys NONE = new PartitionKeys(Map.of(), Map.of());

  public PartitionKeys {
    fromQuery = Map.copyOf(fromQuery);
    fromLambda = Map.copyOf(fromLambda);
  }
}
