package dev.millrace.local.lambda;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.gateway.JsonService;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What functions print: the latest entries in memory and, on request, all of them in files.
public final class FunctionLogs implements AutoCloseable {

  /// How many entries of each function are kept in memory if nothing else is said.
  public static final int DEFAULT_CAPACITY = 10_000;

  private static final Logger log = LoggerFactory.getLogger(FunctionLogs.class);
  private static final String GROUP_PREFIX = "/aws/lambda/";

  /// A live consumer that can be taken away.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// One function's log.
  private static final class Group {
    private final Instant created;
    private final Deque<LogEvent> events = new ArrayDeque<>();
    private @Nullable BufferedWriter file;
    private boolean fileBroken;

    Group(Instant created) {
      this.created = created;
    }
  }

  private final InstantSource clock;
  private final int capacity;
  private final Optional<Path> directory;
  private final List<Consumer<LogEvent>> consumers = new CopyOnWriteArrayList<>();
  private final Map<String, Group> groups = new HashMap<>();
  private long nextId;

  /// @param clock dates the entries
  /// @param capacity how many entries of each function are kept in memory
  /// @param directory gets `<function>.log` for each function, appended to; empty for no files
  public FunctionLogs(InstantSource clock, int capacity, Optional<Path> directory) {
    if (capacity < 1) {
      throw new IllegalArgumentException("log capacity must be positive, was " + capacity);
    }
    this.clock = clock;
    this.capacity = capacity;
    this.directory = directory;
    directory.ifPresent(FunctionLogs::create);
  }

  /// Logs in memory only.
  public static FunctionLogs inMemory(InstantSource clock) {
    return new FunctionLogs(clock, DEFAULT_CAPACITY, Optional.empty());
  }

  /// The part of CloudWatch Logs that reads logs, for the gateway.
  ///
  /// @param region of the stack, for ARNs
  /// @param account of the stack, for ARNs
  public JsonService service(String region, String account) {
    return new LogsService(this, region, account).json();
  }

  InstantSource clock() {
    return clock;
  }

  static String groupOf(String function) {
    return GROUP_PREFIX + function;
  }

  /// The latest entries of one function, oldest first; none if it never ran.
  public synchronized List<LogEvent> events(String function) {
    var group = groups.get(function);
    return group == null ? List.of() : List.copyOf(group.events);
  }

  /// The latest entries of one function, oldest first, without their dates.
  public List<String> lines(String function) {
    return events(function).stream().map(LogEvent::message).toList();
  }

  /// Calls `consumer` with every new entry of every function, in order, until the result is closed.
  /// The consumer runs on the thread that logs, so it must be quick and must not throw.
  public Subscription subscribe(Consumer<LogEvent> consumer) {
    consumers.add(consumer);
    return () -> consumers.remove(consumer);
  }

  /// Like [#subscribe(Consumer)], for the entries of one function.
  public Subscription subscribe(String function, Consumer<LogEvent> consumer) {
    return subscribe(event -> {
      if (event.function().equals(function)) {
        consumer.accept(event);
      }
    });
  }

  /// The functions that have a log.
  public synchronized List<String> functions() {
    return List.copyOf(new TreeSet<>(groups.keySet()));
  }

  /// When a function's log was created; empty if it has none.
  synchronized Optional<Instant> created(String function) {
    return Optional.ofNullable(groups.get(function)).map(group -> group.created);
  }

  /// Gives a function an empty log, unless it has one.
  synchronized void open(String function) {
    groups.computeIfAbsent(function, _ -> new Group(clock.instant()));
  }

  synchronized void append(String function, String stream, String message) {
    var event = new LogEvent(nextId++, function, stream, clock.instant(), message);
    var group = groups.computeIfAbsent(function, _ -> new Group(event.time()));
    if (group.events.size() == capacity) {
      group.events.removeFirst();
    }
    group.events.addLast(event);
    directory.ifPresent(dir -> write(group, dir, event));
    consumers.forEach(consumer -> consumer.accept(event));
  }

  /// The way back to empty logs in memory. Files keep what is in them.
  public Checkpoint checkpoint() {
    return this::clear;
  }

  private synchronized void clear() {
    groups.values().forEach(group -> group.events.clear());
  }

  /// Closes the files.
  @Override
  public synchronized void close() {
    for (var group : groups.values()) {
      if (group.file != null) {
        closeQuietly(group.file);
        group.file = null;
        group.fileBroken = true;
      }
    }
  }

  private static void write(Group group, Path directory, LogEvent event) {
    if (group.fileBroken) {
      return;
    }
    var path = directory.resolve(event.function() + ".log");
    try {
      var file = group.file;
      if (file == null) {
        file = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        group.file = file;
      }
      file.write(event.time() + " " + event.message() + "\n");
      file.flush();
    } catch (IOException e) {
      // the entry is still in memory; a full disk must not fail the invocation that logs
      group.fileBroken = true;
      log.atError().setCause(e).addKeyValue("file", path).log("function log file given up");
    }
  }

  private static void closeQuietly(BufferedWriter file) {
    try {
      file.close();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("function log file not closed");
    }
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("log directory " + directory + " cannot be created", e);
    }
  }
}
