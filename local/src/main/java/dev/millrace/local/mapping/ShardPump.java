package dev.millrace.local.mapping;

import dev.millrace.local.mapping.StreamSource.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one shard, shares its records out over the lanes, and commits what they finish.
///
/// The fetcher and the lanes bring their results in under one lock.
final class ShardPump implements Fetcher.Shard, Lane.Shard {

  private static final Logger log = LoggerFactory.getLogger(ShardPump.class);

  /// An interrupted call ends its function's environment and returns.
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

  private final MappingConfig config;
  private final String shardId;
  private final Ports ports;
  private final Tally tally;
  private final Runnable whenMoved;
  private final Runnable whenFinished;
  private final Fetcher fetcher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Lanes split;
  private final List<Lane> lanes;
  private final Bookmark opened;
  private final CommitLog commits;
  private Instant emptyAt;
  private boolean ended;
  private boolean closed;
  private boolean paused;
  private volatile boolean busy = true;
  private volatile boolean caughtUp;

  ShardPump(
      MappingConfig config,
      String shardId,
      StreamSource source,
      Bookmark bookmark,
      Ports ports,
      Tally tally,
      Runnable whenMoved,
      Runnable whenFinished) {
    this.config = config;
    this.shardId = shardId;
    this.opened = bookmark;
    this.commits = bookmark.commits();
    this.emptyAt = bookmark.notBefore();
    this.ports = ports;
    this.tally = tally;
    this.whenMoved = whenMoved;
    this.whenFinished = whenFinished;
    this.split = Lanes.of(config);
    this.lanes =
        IntStream.range(0, split.count())
            .mapToObj(_ -> new Lane(config, shardId, ports, tally, this))
            .toList();
    lanes.getFirst().resume(bookmark);
    this.fetcher =
        new Fetcher(
            shardId,
            source.open(shardId, bookmark.place(), bookmark.notBefore()),
            new FetchSchedule(source.pollInterval(), source.settleTime()),
            ports.clock(),
            lock,
            this);
  }

  void start() {
    // a window that is to be handed over does not wait for the stream
    locked(() -> lanes.forEach(Lane::tick));
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
    fetcher.signalled();
    locked(fetcher::signal);
  }

  /// Begins nothing more and takes alarms back; calls that are under way may still end.
  void stop() {
    locked(() -> {
      closed = true;
      paused = true;
      lanes.forEach(Lane::pause);
    });
    fetcher.interrupt();
  }

  /// Begins nothing more; `awaitPaused` waits for what is under way.
  void pause() {
    locked(() -> {
      paused = true;
      lanes.forEach(Lane::pause);
    });
  }

  /// Waits for the read and the calls under way and takes their results in.
  void awaitPaused() throws InterruptedException {
    fetcher.join();
    for (var worker : workers()) {
      worker.join();
    }
    locked(() -> tally.dropped(commits.unfinished()));
  }

  /// How each lane is doing.
  List<LaneStatus> statuses() {
    lock.lock();
    try {
      return IntStream.range(0, lanes.size()).mapToObj(i -> lanes.get(i).status(i)).toList();
    } finally {
      lock.unlock();
    }
  }

  /// Where the shard stands.
  Bookmark bookmark() {
    lock.lock();
    try {
      // only a shard of one lane has windows
      return opened.movedTo(commits, emptyAt, lanes.getFirst().state());
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
        worker.join(AFTER_INTERRUPT);
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

  @Override
  public boolean isReading() {
    return !closed && !paused && !ended;
  }

  @Override
  public int room() {
    return ended ? 0 : split.room(lanes.stream().map(lane -> lane.state().queue()).toList());
  }

  @Override
  public void fetched(Page page, Instant asked) {
    // a signal that came meanwhile may mean a record that this page just missed
    caughtUp = !fetcher.isPending();
    if (caughtUp && page.readTo() == null && commits.isClean()) {
      emptyAt = asked;
    }
    ended = page.ended();
    var records = committed(page);
    tally.read(records.size(), page.filtered());
    var shares = split.share(records);
    for (var i = 0; i < lanes.size(); i++) {
      lanes.get(i).apply(new ShardEvent.Fetched(shares.get(i), caughtUp, ended, asked));
    }
  }

  /// Takes a page into the log; what is not finished of it.
  private List<StreamRecord> committed(Page page) {
    var before = commits.commit();
    var records = commits.read(page.records(), page.readTo());
    if (!Objects.equals(before, commits.commit())) {
      whenMoved.run();
    }
    return records;
  }

  @Override
  public void refused(RuntimeException cause) {
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

  // ---- the lanes

  @Override
  public void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      busy = !closed && (fetcher.isBusy() || lanes.stream().anyMatch(Lane::awaitsAnswer));
      fetcher.wake();
    } finally {
      lock.unlock();
    }
    ports.activity().changed();
  }

  @Override
  public void finished(List<StreamRecord> records) {
    commits.finished(records);
    whenMoved.run();
  }

  @Override
  public void windowMoved() {
    whenMoved.run();
  }

  @Override
  public void demandRead() {
    fetcher.demand();
  }

  @Override
  public void laneFinished() {
    if (lanes.stream().allMatch(Lane::isFinished)) {
      whenFinished.run();
    }
  }
}
