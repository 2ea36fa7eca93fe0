package dev.millrace.cli.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Counts of what the functions say in their logs: one JSON line per batch, and one per record from
/// the logger.
///
/// A function names the kind of a line in the field `event`. Lines that are no JSON, or of another
/// kind, are passed over: a log is not only for us.
public final class FunctionLogs {

  private static final JsonMapper JSON = JsonMapper.shared();

  private record Counts(long written, long records) {
    static final Counts NONE = new Counts(0, 0);
  }

  private final Map<String, Counts> functions = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Takes one line of a function's log; may be called from several threads.
  public void accept(String function, String line) {
    if (!line.startsWith("{")) {
      return;
    }
    try {
      count(function, JSON.readTree(line));
    } catch (JacksonException e) {
      // a line that only looks like JSON, such as a printed map
      return;
    }
  }

  private void count(String function, JsonNode line) {
    locked(() -> {
      var old = functions.getOrDefault(function, Counts.NONE);
      switch (line.path("event").asString("")) {
        case "batch" ->
            functions.put(
                function, new Counts(old.written + line.path("written").asLong(0), old.records));
        case "record" -> functions.put(function, new Counts(old.written, old.records + 1));
        default -> {
          // another kind of line
        }
      }
      changed.signalAll();
      return old;
    });
  }

  /// How many records the function logged one by one.
  public long records(String function) {
    return locked(() -> functions.getOrDefault(function, Counts.NONE).records);
  }

  /// Waits until the function has logged so many records: a process's last lines may be on their
  /// way when everything else is done. Returns in any case when the time is over.
  public long awaitRecords(String function, long atLeast, Duration limit)
      throws InterruptedException {
    lock.lock();
    try {
      var nanos = limit.toNanos();
      while (records(function) < atLeast && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return records(function);
    } finally {
      lock.unlock();
    }
  }

  /// The stages with what the functions say they have written; a stage that logged no batch stays.
  public List<Stage> complete(List<Stage> stages) {
    return locked(() -> stages.stream().map(this::complete).toList());
  }

  private Stage complete(Stage stage) {
    var counts = functions.get(stage.name());
    return counts == null ? stage : stage.withWritten(counts.written);
  }

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }
}
