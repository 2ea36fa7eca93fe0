package dev.millrace.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lines that must come out, in any order, each as often as it went in.
final class LineBag {

  private static final int SHOWN = 5;
  private static final int SHOWN_LENGTH = 100;

  private final Map<Long, Integer> open = new HashMap<>();
  private final List<String> differences = new ArrayList<>();
  private long expected;
  private long found;
  private long matched;

  void expect(byte[] line) {
    expected++;
    open.merge(Canonical.digest(line), 1, Integer::sum);
  }

  void found(byte[] line) {
    found++;
    var digest = Canonical.digest(line);
    int left = open.getOrDefault(digest, 0);
    if (left > 0) {
      open.put(digest, left - 1);
      matched++;
    } else if (differences.size() < SHOWN) {
      var text = new String(line, UTF_8);
      differences.add(
          "line in S3 was not sent, or not so often: "
              + text.substring(0, Math.min(SHOWN_LENGTH, text.length())));
    }
  }

  long expected() {
    return expected;
  }

  long found() {
    return found;
  }

  /// Lines found that were expected, byte for byte.
  long matched() {
    return matched;
  }

  List<String> differences() {
    return List.copyOf(differences);
  }
}
