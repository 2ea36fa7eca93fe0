package dev.millrace.cli;

import dev.millrace.cli.input.Malformed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Lines of input that could not be read: the first of each file are shown, all are counted.
final class MalformedLines implements Consumer<Malformed> {

  private static final int SHOWN = 100;

  private final Consumer<String> show;
  private final Map<Path, Integer> counts = new TreeMap<>();

  MalformedLines(Consumer<String> show) {
    this.show = show;
  }

  @Override
  public synchronized void accept(Malformed line) {
    int count = counts.merge(line.file(), 1, Integer::sum);
    if (count <= SHOWN) {
      show.accept(line.toString());
    } else if (count == SHOWN + 1) {
      show.accept(line.file() + ": further malformed lines are only counted");
    }
  }

  synchronized boolean isEmpty() {
    return counts.isEmpty();
  }

  /// One line per file that had any.
  synchronized List<String> summary() {
    return counts.entrySet().stream()
        .map(file ->
            "%s: %,d malformed %s left out"
                .formatted(file.getKey(), file.getValue(), file.getValue() == 1 ? "line" : "lines"))
        .toList();
  }
}
