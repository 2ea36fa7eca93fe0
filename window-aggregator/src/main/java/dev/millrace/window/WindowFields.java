package dev.millrace.window;

import java.util.List;

/// What is read from a message.
///
/// @param key the JSON field to aggregate by
/// @param measures the numbers to aggregate
/// @param only what else must hold for a message to count
record WindowFields(String key, KeyType keyType, List<Measure> measures, List<Only> only) {

  WindowFields {
    measures = List.copyOf(measures);
    only = List.copyOf(only);
  }

  /// A JSON field that must hold this text, or this number or boolean as text.
  record Only(String field, String value) {}
}
