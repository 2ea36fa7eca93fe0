package dev.millrace.local.firehose.partition;

import java.util.Map;

/// What the query found in a record.
public sealed interface Extracted {

  /// The partition keys, none of them empty.
  record Keys(Map<String, String> values) implements Extracted {

    public Keys {
      values = Map.copyOf(values);
    }
  }

  /// The record has no keys and belongs under the error prefix.
  record Failed(String message) implements Extracted {}
}
