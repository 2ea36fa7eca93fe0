package dev.millrace.local.services;

import dev.millrace.local.data.DataException;
import dev.millrace.local.data.Journal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Keeps queues and their messages in a journal.
///
/// Used by one thread at a time.
final class SqsJournal implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SqsJournal.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /// Below that, a file is not written anew while it is in use.
  private static final long SMALL = 64L << 20;

  /// An entry: a queue (new or changed), a message (new or changed), or the end of one of them.
  record Entry(
      String queueName,
      @Nullable StoredQueue queue,
      @Nullable StoredMessage message,
      @Nullable String removedMessage) {}

  private static final class Queue {

    private final Map<String, StoredMessage> messages = new LinkedHashMap<>();
    private StoredQueue settings;

    private Queue(StoredQueue settings) {
      this.settings = settings;
    }
  }

  private final Map<String, Queue> queues = new LinkedHashMap<>();
  private final Journal journal;
  private long lookAt = SMALL;

  private SqsJournal(Path file) {
    journal = Journal.open(file, bytes -> read(file, bytes));
    rewrite();
  }

  /// Opens a journal, or makes it.
  ///
  /// @throws DataException if it cannot be read
  static SqsJournal open(Path file) {
    return new SqsJournal(file);
  }

  /// The queues, each after those that it refers to.
  List<StoredQueue> queues() {
    return StoredQueue.inOrder(queues.values().stream().map(queue -> queue.settings).toList());
  }

  List<StoredMessage> messages(String queue) {
    return List.copyOf(Objects.requireNonNull(queues.get(queue), queue).messages.values());
  }

  void queue(StoredQueue queue) {
    keep(new Entry(queue.name(), queue, null, null));
  }

  void queueDeleted(String queue) {
    keep(new Entry(queue, null, null, null));
  }

  void message(String queue, StoredMessage message) {
    keep(new Entry(queue, null, message, null));
  }

  void messageRemoved(String queue, String id) {
    keep(new Entry(queue, null, null, id));
  }

  private void keep(Entry entry) {
    journal.append(written(entry));
    apply(entry);
    if (journal.bytes() > lookAt) {
      tidy();
    }
  }

  private void apply(Entry entry) {
    var queue = queues.get(entry.queueName());
    if (entry.queue() != null) {
      if (queue == null) {
        queues.put(entry.queueName(), new Queue(entry.queue()));
      } else {
        queue.settings = entry.queue();
      }
    } else if (queue == null) {
      return; // deleted meanwhile
    } else if (entry.message() != null) {
      queue.messages.put(entry.message().id(), entry.message());
    } else if (entry.removedMessage() != null) {
      queue.messages.remove(entry.removedMessage());
    } else {
      queues.remove(entry.queueName());
    }
  }

  private void tidy() {
    try {
      rewrite();
    } catch (DataException e) {
      // the file is as good as before, and longer than it need be
      log.atWarn().setCause(e).log("journal of the queues could not be made shorter");
    }
    lookAt = Math.max(SMALL, 2 * journal.bytes());
  }

  private void rewrite() {
    journal.replace(entries ->
        queues.forEach((name, queue) -> {
          entries.accept(written(new Entry(name, queue.settings, null, null)));
          queue
              .messages
              .values()
              .forEach(message -> entries.accept(written(new Entry(name, null, message, null))));
        }));
  }

  private static byte[] written(Entry entry) {
    return JSON.writeValueAsString(entry).getBytes(StandardCharsets.UTF_8);
  }

  private void read(Path file, byte[] bytes) {
    try {
      apply(JSON.readValue(bytes, Entry.class));
    } catch (JacksonException e) {
      throw new DataException(file + " holds an entry that cannot be read: " + e, e);
    }
  }

  @Override
  public void close() {
    journal.close();
  }
}
