package dev.millrace.local.mapping;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running mapping: reads the shards of its stream in the order of their lineage.
final class Mapping {

  private static final Logger log = LoggerFactory.getLogger(Mapping.class);

  /// How often new shards are looked for if none has ended.
  private static final long DISCOVERY = Duration.ofSeconds(5).toNanos();

  private static final long RETRY = Duration.ofSeconds(1).toNanos();

  private final MappingConfig config;
  private final StreamSource source;
  private final Ports ports;
  private final Tally tally;
  private final @Nullable Position resumed;
  private final Lineage lineage;
  private final Map<String, ShardPump> pumps = new ConcurrentHashMap<>();
  private final Thread discoverer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private boolean closed;
  private boolean paused;

  /// How many shards have ended, and for how many of them children have been looked for.
  private volatile int ended;

  private volatile int followed;

  /// @param resumed where another mapping stopped; null to begin at the starting position
  Mapping(
      MappingConfig config,
      StreamSource source,
      Ports ports,
      Tally tally,
      @Nullable Position resumed) {
    this.config = config;
    this.source = source;
    this.ports = ports;
    this.tally = tally;
    this.resumed = resumed;
    this.lineage = resumed == null ? new Lineage(config.startingPosition()) : resumed.lineage();
    this.discoverer =
        Thread.ofVirtual().name("shards of " + config.uuid()).unstarted(this::discoverAll);
  }

  MappingConfig config() {
    return config;
  }

  /// Begins to read: fixes the starting position, or goes on where another mapping stopped.
  ///
  /// @throws IllegalArgumentException if the stream does not exist when it is read first
  void start() {
    if (resumed == null) {
      discover();
    } else {
      resume(resumed);
    }
    discoverer.start();
  }

  void signal() {
    pumps.values().forEach(ShardPump::signal);
  }

  boolean isBusy() {
    // shards first: one that ends is due before it is gone
    return pumps.values().stream().anyMatch(ShardPump::isBusy) || isDue();
  }

  MappingStatus status(String state) {
    var caughtUp = !isDue() && pumps.values().stream().allMatch(ShardPump::isCaughtUp);
    return tally.status(config, state, caughtUp);
  }

  /// Stops reading at once; `awaitWorkers` waits for what is under way.
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
    var held = new HashMap<String, Held>();
    for (var pump : Map.copyOf(pumps).entrySet()) {
      held.put(pump.getKey(), pump.getValue().awaitPaused());
    }
    // those that ended meanwhile took themselves out
    held.keySet().retainAll(pumps.keySet());
    return new Position(config, lineage, held);
  }

  void awaitWorkers(Duration atMost) throws InterruptedException {
    var deadline = System.nanoTime() + atMost.toNanos();
    for (var pump : pumps.values()) {
      pump.awaitWorkers(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
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
      while (!closed && !paused && left > 0 && !(isDue() && pause == DISCOVERY)) {
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
      return DISCOVERY;
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
    var reader = source.open(shardId, candidate.position());
    opened(candidate);
    read(shardId, Held.untouched(reader, config));
  }

  private void resume(Position position) {
    var resumption = new Resumption(position.config(), config, ports.clock().instant());
    // shards may have come meanwhile
    ended = 1;
    position
        .shards()
        .forEach((shardId, held) ->
            read(
                shardId,
                new Held(held.reader(), held.readerRole(), resumption.resume(held.lanes()))));
  }

  private void read(String shardId, Held held) {
    var pump = new ShardPump(config, shardId, source, held, ports, tally, () -> finished(shardId));
    pumps.put(shardId, pump);
    pump.start();
    if (isClosed()) {
      pump.stop();
    }
  }

  private void opened(Lineage.Start candidate) {
    lock.lock();
    try {
      lineage.opened(candidate);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
  private void finished(String shardId) {
    lock.lock();
    try {
      lineage.finished(shardId);
      ended++;
      pumps.remove(shardId);
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
