package dev.millrace.local.firehose.prefix;

import java.util.Map;

/// What dynamic partitioning found out about a record.
///
/// @param fromQuery by the jq query
/// @param fromLambda by the function that transformed the record
public record PartitionKeys(Map<String, String> fromQuery, Map<String, String> fromLambda) {

  /// Without dynamic partitioning.
  public static final PartitionKeys NONE = new PartitionKeys(Map.of(), Map.of());

  public PartitionKeys {
    fromQuery = Map.copyOf(fromQuery);
    fromLambda = Map.copyOf(fromLambda);
  }
}
