package dev.millrace.local.mapping;

import dev.millrace.local.mapping.StreamSource.Page;
import dev.millrace.local.mapping.StreamSource.ShardReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one shard, shares its records out over the lanes, and commits what they finish.
///
/// A virtual thread reads the shard. It and the lanes bring their results in under one lock.
final class ShardPump implements Lane.Shard {

  private static final Logger log = LoggerFactory.getLogger(ShardPump.class);

  private final MappingConfig config;
  private final String shardId;
  private final ShardReader reader;
  private final String readerRole;
  private final Ports ports;
  private final Tally tally;
  private final Runnable whenFinished;
  private final Thread fetcher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final FetchSchedule schedule;
  private final Lanes split;
  private final List<Lane> lanes;
  private final CommitLog commits = new CommitLog();
  private final long began = System.nanoTime();
  private boolean ended;
  private boolean fetching;
  private boolean closed;
  private boolean paused;
  private volatile boolean busy = true;
  private volatile boolean caughtUp;

  ShardPump(
      MappingConfig config,
      String shardId,
      StreamSource source,
      Held held,
      Ports ports,
      Tally tally,
      Runnable whenFinished) {
    this.config = config;
    this.shardId = shardId;
    this.reader = held.reader();
    this.readerRole = held.readerRole();
    this.ended = held.lanes().stream().anyMatch(ShardState::ended);
    this.ports = ports;
    this.tally = tally;
    this.whenFinished = whenFinished;
    this.schedule = new FetchSchedule(source.pollInterval(), source.settleTime());
    this.split = Lanes.of(config);
    this.lanes =
        held.lanes().stream()
            .map(state -> new Lane(config, shardId, state, ports, tally, this))
            .toList();
    this.fetcher = Thread.ofVirtual().name("fetch " + shardId).unstarted(this::fetchAll);
  }

  void start() {
    reader.listen(this::arrived);
    locked(() -> lanes.forEach(Lane::resume));
    fetcher.start();
  }

  /// Whether something is under way or due, other than by the stack's clock or idle polling.
  boolean isBusy() {
    return busy;
  }

  boolean isCaughtUp() {
    return caughtUp;
  }

  /// The stream has something new.
  void signal() {
    reader.signalled();
    arrived();
  }

  /// There may be something to read.
  private void arrived() {
    locked(() -> schedule.signal(now()));
  }

  /// Stops reading and takes alarms back; calls that are under way may still end.
  void stop() {
    locked(() -> {
      closed = true;
      lanes.forEach(Lane::stop);
    });
    fetcher.interrupt();
    reader.close();
  }

  /// Begins nothing more; `awaitPaused` waits for what is under way.
  void pause() {
    locked(() -> {
      paused = true;
      lanes.forEach(Lane::pause);
    });
  }

  /// Waits for the read and the calls under way and takes their results in; what is left then.
  Held awaitPaused() throws InterruptedException {
    fetcher.join();
    for (var worker : workers()) {
      worker.join();
    }
    lock.lockInterruptibly();
    try {
      return new Held(reader, readerRole, lanes.stream().map(Lane::state).toList());
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the read and the calls under way, then interrupts the calls.
  void awaitWorkers(Duration atMost) throws InterruptedException {
    var deadline = System.nanoTime() + atMost.toNanos();
    for (var worker : workers()) {
      if (!worker.join(until(deadline))) {
        worker.interrupt();
      }
    }
    fetcher.join(until(deadline));
  }

  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  private List<Thread> workers() {
    var workers = new ArrayList<Thread>();
    lock.lock();
    try {
      lanes.stream().map(Lane::worker).filter(Objects::nonNull).forEach(workers::add);
    } finally {
      lock.unlock();
    }
    return workers;
  }

  // ---- reading

  private void fetchAll() {
    try {
      for (var limit = awaitDue(); limit > 0; limit = awaitDue()) {
        fetch(limit);
      }
    } catch (InterruptedException _) {
      log.atDebug().addKeyValue("shard", shardId).log("reader stopped");
    }
  }

  /// Waits until the shard should be read; how many records then fit, or 0 to stop.
  private int awaitDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !paused && !ended) {
        var room = room();
        var wait = schedule.nextAt() - now();
        if (room > 0 && wait <= 0) {
          schedule.started(now());
          fetching = true;
          return room;
        }
        if (room > 0) {
          wake.awaitNanos(wait);
        } else {
          wake.await();
        }
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private int room() {
    return ended ? 0 : split.room(lanes.stream().map(lane -> lane.state().queue()).toList());
  }

  private void fetch(int limit) {
    var asked = ports.clock().instant();
    try {
      var page = reader.read(limit);
      var records = StreamRecord.withRole(page.records(), readerRole, config.roleArn());
      tally.read(records.size(), page.filtered());
      var read = new Page(records, page.readTo(), page.filtered(), page.caughtUp(), page.ended());
      locked(() -> fetched(read, asked));
    } catch (RuntimeException e) {
      locked(() -> fetchFailed(e));
    }
  }

  private void fetched(Page page, Instant asked) {
    fetching = false;
    schedule.finished(now(), page);
    // a signal that came meanwhile may mean a record that this page just missed
    caughtUp = !schedule.isPending();
    if (closed) {
      return;
    }
    ended = page.ended();
    var shares = split.share(commits.read(page.records(), page.readTo()));
    for (var i = 0; i < lanes.size(); i++) {
      lanes.get(i).apply(new ShardEvent.Fetched(shares.get(i), caughtUp, ended, asked));
    }
  }

  private void fetchFailed(RuntimeException cause) {
    fetching = false;
    if (cause instanceof StreamNotFoundException) {
      schedule.gone(now());
    } else {
      schedule.failed(now());
    }
    if (!closed) {
      tally.problem(cause);
      log.atWarn()
          .setCause(cause)
          .addKeyValue("mapping", config.uuid())
          .addKeyValue("stream", config.streamArn())
          .addKeyValue("shard", shardId)
          .addKeyValue("commit", commits.commit())
          .log("stream could not be read, will be tried again");
    }
  }

  private long now() {
    return System.nanoTime() - began;
  }

  // ---- the lanes

  @Override
  public void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      busy = !closed && (fetching || awaitsRead() || lanes.stream().anyMatch(Lane::awaitsAnswer));
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    ports.activity().changed();
  }

  private boolean awaitsRead() {
    return schedule.isPending() && room() > 0;
  }

  @Override
  public void finished(List<StreamRecord> records) {
    commits.finished(records);
  }

  @Override
  public void demandRead() {
    schedule.demand();
  }

  @Override
  public void laneFinished() {
    if (lanes.stream().allMatch(Lane::isFinished)) {
      whenFinished.run();
    }
  }
}
