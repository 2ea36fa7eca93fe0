package dev.millrace.local.mapping;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running mapping: reads the shards of its stream in the order of their lineage.
final class Mapping {

  private static final Logger log = LoggerFactory.getLogger(Mapping.class);

  /// How often new shards are looked for if none has ended.
  private static final long DISCOVERY = Duration.ofSeconds(5).toNanos();

  /// How much more seldom once the stream's server signalled: it does so for new shards, too.
  private static final int SELDOM = 10;

  private static final long RETRY = Duration.ofSeconds(1).toNanos();

  private final MappingConfig config;
  private final StreamSource source;
  private final Ports ports;
  private final Tally tally;
  private final @Nullable Position resumed;
  private final Lineage lineage;
  private final Saver saver;
  private final Map<String, ShardPump> pumps = new ConcurrentHashMap<>();
  private final Thread discoverer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private boolean closed;
  private boolean paused;
  private volatile boolean signalled;

  /// How many shards have ended, and for how many of them children have been looked for.
  private volatile int ended;

  private volatile int followed;

  /// @param resumed where another mapping stopped; null to begin at the starting position
  /// @param save keeps where this one stands
  Mapping(
      MappingConfig config,
      StreamSource source,
      Ports ports,
      Tally tally,
      @Nullable Position resumed,
      Consumer<Position> save) {
    this.config = config;
    this.source = source;
    this.ports = ports;
    this.tally = tally;
    this.resumed = resumed;
    this.lineage =
        resumed == null
            ? new Lineage(config.startingPosition())
            : new Lineage(config.startingPosition(), resumed);
    this.saver =
        new Saver(
            "save " + config.uuid(),
            () -> save.accept(position()),
            this::notSaved,
            ports.activity()::changed);
    this.discoverer =
        Thread.ofVirtual().name("shards of " + config.uuid()).unstarted(this::discoverAll);
  }

  MappingConfig config() {
    return config;
  }

  /// Begins to read: fixes the starting position, or goes on where another mapping stopped.
  ///
  /// @throws IllegalArgumentException if the stream does not exist
  void start() {
    if (resumed == null) {
      discover();
      saver.save();
    } else {
      resume(resumed);
    }
    saver.start();
    discoverer.start();
  }

  void signal() {
    signalled = true;
    pumps.values().forEach(ShardPump::signal);
  }

  boolean isBusy() {
    // shards first: one that ends is due before it is gone
    return pumps.values().stream().anyMatch(ShardPump::isBusy) || isDue() || saver.isBusy();
  }

  MappingStatus status(String state) {
    var caughtUp = !isDue() && pumps.values().stream().allMatch(ShardPump::isCaughtUp);
    return tally.status(config, state, caughtUp);
  }

  /// How each shard that is read is doing, in the order of their ids.
  List<LaneStatus> lanes() {
    return pumps.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(pump -> pump.getValue().statuses().stream())
        .toList();
  }

  /// Begins nothing more; `awaitStopped` gives what is under way some time.
  void stop() {
    lock.lock();
    try {
      closed = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    discoverer.interrupt();
    pumps.values().forEach(ShardPump::stop);
  }

  /// Begins nothing more; `awaitPaused` waits for what is under way.
  void pause() {
    lock.lock();
    try {
      paused = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    pumps.values().forEach(ShardPump::pause);
  }

  /// Waits for what is under way and tells where the mapping stands then.
  Position awaitPaused() throws InterruptedException {
    discoverer.join();
    // also those that were opened meanwhile
    pumps.values().forEach(ShardPump::pause);
    for (var pump : pumps.values()) {
      pump.awaitPaused();
    }
    saver.end();
    return position();
  }

  void awaitStopped(Duration atMost) throws InterruptedException {
    var deadline = System.nanoTime() + atMost.toNanos();
    for (var pump : pumps.values()) {
      pump.awaitWorkers(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    saver.end();
  }

  /// Where the mapping stands. What moves meanwhile may count or not; it will move again.
  private Position position() {
    Set<String> known;
    List<Lineage.Start> waiting;
    Map<String, ShardPump> open;
    lock.lock();
    try {
      known = lineage.known();
      waiting = lineage.waiting();
      open = Map.copyOf(pumps);
    } finally {
      lock.unlock();
    }
    // not under the lock: a shard that ends waits for it
    var shards = new HashMap<String, Bookmark>();
    open.forEach((shardId, pump) -> shards.put(shardId, pump.bookmark()));
    return new Position(known, waiting, shards);
  }

  private void notSaved(RuntimeException cause) {
    tally.problem(cause);
    log.atError()
        .setCause(cause)
        .addKeyValue("mapping", config.uuid())
        .addKeyValue("stream", config.streamArn())
        .log("position could not be saved, will be tried again");
  }

  // ---- shards

  private void discoverAll() {
    try {
      var pause = DISCOVERY;
      while (awaitDiscovery(pause)) {
        pause = tryDiscover();
      }
    } catch (InterruptedException _) {
      log.atDebug().addKeyValue("mapping", config.uuid()).log("discovery stopped");
    }
  }

  private boolean awaitDiscovery(long pause) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = pause;
      while (!closed && !paused && left > 0 && !(isDue() && pause != RETRY)) {
        left = wake.awaitNanos(left);
      }
      return !closed && !paused;
    } finally {
      lock.unlock();
    }
  }

  /// Looks for new shards; how long to wait before the next time.
  private long tryDiscover() {
    try {
      discover();
      return signalled ? SELDOM * DISCOVERY : DISCOVERY;
    } catch (RuntimeException e) {
      if (!isClosed()) {
        tally.problem(e);
        log.atWarn()
            .setCause(e)
            .addKeyValue("mapping", config.uuid())
            .addKeyValue("stream", config.streamArn())
            .log("shards could not be listed, will be tried again");
      }
      return e instanceof StreamNotFoundException ? DISCOVERY : RETRY;
    }
  }

  private void discover() {
    var seen = ended;
    var shards = source.shards();
    for (var candidate : ready(shards)) {
      open(candidate);
    }
    ports.activity().changed();
    followed = seen;
    ports.activity().changed();
  }

  private List<Lineage.Start> ready(List<StreamSource.Shard> shards) {
    lock.lock();
    try {
      lineage.listed(shards);
      return lineage.ready();
    } finally {
      lock.unlock();
    }
  }

  /// Not under the lock: a shard that ends must not wait for the stream's answer.
  private void open(Lineage.Start candidate) {
    var shardId = candidate.shard().id();
    var pump = pump(shardId, Bookmark.at(source.find(shardId, candidate.position())));
    lock.lock();
    try {
      lineage.opened(candidate);
      pumps.put(shardId, pump);
    } finally {
      lock.unlock();
    }
    saver.moved();
    begin(pump);
  }

  private void begin(ShardPump pump) {
    pump.start();
    if (isClosed()) {
      pump.stop();
    }
  }

  /// Nothing begins before everything is open and saved, so that nothing has moved if the stream or
  /// the disk refuses.
  private void resume(Position position) {
    var there = source.shards().stream().map(StreamSource.Shard::id).collect(toSet());
    lineage.waiting().stream().map(each -> each.shard().id()).forEach(id -> skipUnless(there, id));
    var open = new HashMap<String, ShardPump>();
    position
        .shards()
        .forEach((shardId, bookmark) -> {
          if (!skipUnless(there, shardId)) {
            open.put(shardId, pump(shardId, bookmark));
          }
        });
    // shards may have come meanwhile
    ended = 1;
    pumps.putAll(open);
    saver.save();
    open.values().forEach(this::begin);
  }

  private boolean skipUnless(Set<String> there, String shardId) {
    if (there.contains(shardId)) {
      return false;
    }
    lineage.finished(shardId);
    log.atWarn()
        .addKeyValue("mapping", config.uuid())
        .addKeyValue("shard", shardId)
        .log("shard left the stream before it was read to its end");
    return true;
  }

  private ShardPump pump(String shardId, Bookmark bookmark) {
    return new ShardPump(
        config, shardId, source, bookmark, ports, tally, saver::moved, () -> finished(shardId));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
  private void finished(String shardId) {
    lock.lock();
    try {
      lineage.finished(shardId);
      ended++;
      pumps.remove(shardId);
      saver.moved();
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return followed != ended;
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
