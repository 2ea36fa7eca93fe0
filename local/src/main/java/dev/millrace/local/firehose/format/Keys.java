package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which field of a struct a JSON key names.
///
/// Each spelling is worked out once. Records of one producer have their keys in the same order, so
/// the key expected at a place is tried first: mostly it is even the same object.
final class Keys {

  static final int NONE = -1;

  /// Keys no column wants are remembered, but not without end.
  private static final int MOST_SEEN = 4096;

  private static final int MOST_EXPECTED = 256;

  private final Deserializer rules;
  private final Map<String, Integer> wanted = new HashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private final @Nullable String[] expected = new @Nullable String[MOST_EXPECTED];
  private final int[] answers = new int[MOST_EXPECTED];

  Keys(List<Column> columns, Deserializer rules) {
    this.rules = rules;
    for (var i = 0; i < columns.size(); i++) {
      var name = columns.get(i).name();
      wanted.put(normalized(key(name)), i);
    }
  }

  /// @param place how many keys came before it in its object
  int find(String key, int place) {
    if (place >= MOST_EXPECTED) {
      return find(key);
    }
    if (!key.equals(expected[place])) {
      expected[place] = key;
      answers[place] = find(key);
    }
    return answers[place];
  }

  private int find(String key) {
    var known = seen.get(key);
    if (known != null) {
      return known;
    }
    var field = wanted.getOrDefault(normalized(key), NONE);
    if (seen.size() < MOST_SEEN) {
      seen.put(key, field);
    }
    return field;
  }

  /// A key as map keys and text keep it.
  String inOneCase(String key) {
    return switch (rules) {
      case Deserializer.OpenX openX when !openX.caseInsensitive() -> key;
      case Deserializer.OpenX _, Deserializer.Hive _ -> key.toLowerCase(Locale.ROOT);
    };
  }

  private String normalized(String key) {
    return switch (rules) {
      case Deserializer.OpenX openX when openX.dotsToUnderscores() ->
          inOneCase(key).replace('.', '_');
      case Deserializer.OpenX _, Deserializer.Hive _ -> inOneCase(key);
    };
  }

  private String key(String column) {
    return switch (rules) {
      case Deserializer.OpenX openX -> openX.columnToKey().getOrDefault(column, column);
      case Deserializer.Hive _ -> column;
    };
  }
}
