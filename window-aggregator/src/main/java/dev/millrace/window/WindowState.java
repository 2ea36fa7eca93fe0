package dev.millrace.window;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import dev.millrace.common.UserRecord;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What Lambda carries from one invocation of a window to the next. Immutable.
///
/// As Lambda's state it is one string per key, `key:Shadowfax` → `{"n":3,"sum":{"distance":525}}`,
/// and `first` and `last` → the sequence numbers of the first and the last record.
///
/// @param seen the records since the state was empty, null if there was none
record WindowState(@Nullable Seen seen, SortedMap<String, Aggregate> aggregates) {

  /// The first and the last of some records of one shard.
  record Seen(String first, String last) {}

  static final WindowState EMPTY = new WindowState(null, new TreeMap<>());

  private static final String FIRST = "first";
  private static final String LAST = "last";
  private static final String KEY = "key:";

  WindowState {
    aggregates = Collections.unmodifiableSortedMap(new TreeMap<>(aggregates));
  }

  /// Reads what an earlier invocation returned.
  ///
  /// The reason of a malformed state names the entry: it is not ours, or it is damaged.
  static Decoded<WindowState> decode(Map<String, String> state) {
    var aggregates = new TreeMap<String, Aggregate>();
    for (var entry : state.entrySet()) {
      var name = entry.getKey();
      if (name.equals(FIRST) || name.equals(LAST)) {
        continue;
      } else if (!name.startsWith(KEY)) {
        return Decoded.malformed("state has an entry " + Json.write(name));
      }
      switch (AggregateJson.read(entry.getValue())) {
        case Decoded.Valid(var aggregate) ->
            aggregates.put(name.substring(KEY.length()), aggregate);
        case Decoded.Malformed(var reason) -> {
          return Decoded.malformed("state entry %s: %s".formatted(Json.write(name), reason));
        }
      }
    }
    var first = state.get(FIRST);
    var last = state.get(LAST);
    if (first != null && last != null) {
      return Decoded.valid(new WindowState(new Seen(first, last), aggregates));
    }
    return state.isEmpty()
        ? Decoded.valid(EMPTY)
        : Decoded.malformed("state has no entry \"%s\"".formatted(first == null ? FIRST : LAST));
  }

  Map<String, String> encode() {
    var state = new TreeMap<String, String>();
    if (seen != null) {
      state.put(FIRST, seen.first());
      state.put(LAST, seen.last());
    }
    aggregates.forEach((key, aggregate) -> state.put(KEY + key, AggregateJson.write(aggregate)));
    return state;
  }

  /// How many bytes a state takes in Lambda's response, at most.
  static int size(Map<String, String> encoded) {
    return Json.write(encoded).chars().map(WindowState::bytes).sum();
  }

  /// Lambda's runtime client escapes what lies outside the basic plane, and writes the rest as
  /// UTF-8.
  private static int bytes(int character) {
    if (Character.isSurrogate((char) character)) {
      return "\\ud83e".length();
    }
    return character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
  }

  /// Adds a batch: its samples, and which records they are from.
  WindowState plus(List<UserRecord> records, List<Message.Sample> samples) {
    if (records.isEmpty()) {
      return this;
    }
    var merged = new TreeMap<>(aggregates);
    for (var sample : samples) {
      merged.merge(sample.key(), Aggregate.of(sample.values()), Aggregate::plus);
    }
    var first = seen == null ? records.getFirst().sequenceNumber() : seen.first();
    return new WindowState(new Seen(first, records.getLast().sequenceNumber()), merged);
  }
}
