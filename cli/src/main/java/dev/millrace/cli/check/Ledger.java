package dev.millrace.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Things that must come out, each under a key; what comes out is ticked off.
///
/// Contents are kept as digests only.
final class Ledger<K> {

  private static final int SHOWN = 5;

  private static final class Entry {
    private long digest;
    private int found;
  }

  private final String what;
  private final Map<K, Entry> entries = new HashMap<>();
  private final List<String> differences = new ArrayList<>();
  private long same;
  private long repeated;
  private long different;
  private long unexpected;

  /// @param what one of the things, such as `reading`
  Ledger(String what) {
    this.what = what;
  }

  /// Something must come out; what was expected under the key before no longer counts.
  void expect(K key, long digest) {
    entries.computeIfAbsent(key, _ -> new Entry()).digest = digest;
  }

  /// Something came out.
  void found(K key, long digest) {
    var entry = entries.get(key);
    if (entry == null) {
      unexpected++;
      note(what + " " + key + " was not expected");
    } else if (entry.found++ > 0) {
      repeated++;
      note(what + " " + key + " is there " + entry.found + " times");
    } else if (entry.digest == digest) {
      same++;
    } else {
      different++;
      note(what + " " + key + " has another content than the input");
    }
  }

  private void note(String difference) {
    if (differences.size() < SHOWN) {
      differences.add(difference);
    }
  }

  long expected() {
    return entries.size();
  }

  /// Found for the first time, with the content that was expected.
  long same() {
    return same;
  }

  long repeated() {
    return repeated;
  }

  long different() {
    return different;
  }

  long unexpected() {
    return unexpected;
  }

  /// The first differences, among them some that are missing.
  List<String> differences() {
    var all = new ArrayList<>(differences);
    entries.entrySet().stream()
        .filter(entry -> entry.getValue().found == 0)
        .limit(SHOWN)
        .forEach(entry -> all.add(what + " " + entry.getKey() + " is missing"));
    return all;
  }
}
