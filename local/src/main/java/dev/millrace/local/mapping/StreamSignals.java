package dev.millrace.local.mapping;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Wake-up calls from servers in this process to readers of their streams.
///
/// Only a hint: a reader that misses one still polls. Correctness never depends on a signal.
public final class StreamSignals {

  private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

  /// Tells every listener that the stream has something new. Listeners must not block.
  public void published(String streamArn) {
    listeners.getOrDefault(streamArn, List.of()).forEach(Runnable::run);
  }

  /// Calls `listener` whenever the stream has something new, until the result is closed.
  public Subscription listen(String streamArn, Runnable listener) {
    var ofStream = listeners.computeIfAbsent(streamArn, _ -> new CopyOnWriteArrayList<>());
    ofStream.add(listener);
    return () -> ofStream.remove(listener);
  }

  /// A listener that can be taken away.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
