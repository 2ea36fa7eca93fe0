package dev.millrace.local.firehose.format;

import java.util.List;
import java.util.Map;

/// How the JSON of records is read.
public sealed interface Deserializer {

  /// `OpenXJsonSerDe`: forgiving.
  ///
  /// @param caseInsensitive whether keys in any case name a column
  /// @param dotsToUnderscores whether the key `a.b` names the column `a_b`
  /// @param columnToKey the keys of the columns, and fields of structs, that are called differently
  record OpenX(boolean caseInsensitive, boolean dotsToUnderscores, Map<String, String> columnToKey)
      implements Deserializer {

    /// What AWS takes where nothing is said.
    public static final OpenX DEFAULT = new OpenX(true, false, Map.of());

    public OpenX {
      columnToKey = Map.copyOf(columnToKey);
    }
  }

  /// `HiveJsonSerDe`: strict, and blind to the case of keys.
  ///
  /// @param timestampFormats Joda patterns or `millis`, tried in this order before the format of
  ///   `java.sql.Timestamp`
  record Hive(List<String> timestampFormats) implements Deserializer {

    public Hive {
      timestampFormats = List.copyOf(timestampFormats);
    }
  }
}
