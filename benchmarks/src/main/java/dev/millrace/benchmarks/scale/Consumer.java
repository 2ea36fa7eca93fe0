package dev.millrace.benchmarks.scale;

import dev.millrace.local.kinesis.TokenBucket;
import dev.millrace.local.mapping.VirtualShard;
import dev.millrace.local.mapping.VirtualShard.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A mapping's reader of one shard, and its function.
///
/// AWS documents that a mapping polls a shard once a second, and goes on at once while there is
/// more. Here "at once" is as soon as the shard's quota allows; a poll that is refused is made
/// again within 200 ms, at random. With enhanced fan-out records come 70 ms after they were put,
/// which is what AWS calls typical.
final class Consumer {

  /// How it gets records.
  enum Reading {
    POLLED,
    PUSHED
  }

  /// An invocation that ended.
  ///
  /// @param at seconds since the start
  /// @param age of the batch's last record then, in seconds: what AWS calls IteratorAge
  record Answer(double at, int records, double age) {}

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PUSH_DELAY = Duration.ofMillis(70);
  private static final Duration PUSH_INTERVAL = Duration.ofMillis(10);
  private static final int REFUSED_MILLIS = 200;

  private final Timeline time;
  private final StreamShard shard;
  private final VirtualShard mapping;
  private final FunctionTime function;
  private final Pool pool;
  private final Random random;
  private final List<Answer> answers = new ArrayList<>();
  private final List<Double> reads = new ArrayList<>();
  private TokenBucket pushed = TokenBucket.full(StreamShard.BYTES_OUT, 0);
  private int position;
  private boolean waitsForRoom;

  Consumer(
      Timeline time,
      StreamShard shard,
      VirtualShard mapping,
      FunctionTime function,
      Pool pool,
      long seed) {
    this.time = time;
    this.shard = shard;
    this.mapping = mapping;
    this.function = function;
    this.pool = pool;
    this.random = new Random(seed);
  }

  void start(Reading reading) {
    switch (reading) {
      // not all in the same moment
      case POLLED -> time.in(Duration.ofMillis(random.nextInt(1000)), this::poll);
      case PUSHED -> time.every(PUSH_INTERVAL, this::push);
    }
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /// When the shard was read, in seconds since the start.
  List<Double> reads() {
    return List.copyOf(reads);
  }

  // ---- reading

  private void poll() {
    var room = mapping.room();
    if (room == 0) {
      waitsForRoom = true;
      return;
    }
    var page = shard.read(position, room);
    if (page.isEmpty()) {
      time.in(Duration.ofMillis(1 + random.nextInt(REFUSED_MILLIS)), this::poll);
      return;
    }
    reads.add(time.seconds());
    taken(page.get());
    time.in(page.get().caughtUp() ? POLL : Duration.ZERO, this::poll);
  }

  private void push() {
    var limit = mapping.room();
    var page = shard.page(position, limit);
    var due = time.instant().minus(PUSH_DELAY);
    var count = 0;
    var now = time.nanos();
    for (var item : page.records()) {
      if (item.arrival().isAfter(due) || !pushed.gives(shard.recordBytes(), now)) {
        break;
      }
      pushed = pushed.take(shard.recordBytes(), now);
      count++;
    }
    if (count > 0) {
      taken(shard.page(position, count));
    }
  }

  private void taken(StreamShard.Page page) {
    position = page.next();
    perform(mapping.fetched(page.records(), page.caughtUp(), time.instant()));
  }

  // ---- the function

  private void perform(List<Wish> wishes) {
    wishes.forEach(wish -> {
      switch (wish) {
        case Wish.Invoke call -> invoke(call);
        case Wish.WakeAt(var lane, var due) ->
            time.at(due, () -> changed(mapping.woken(lane, time.instant())));
      }
    });
  }

  private void invoke(Wish.Invoke call) {
    if (pool.take()) {
      time.in(function.of(call.records()), () -> answered(call));
    } else {
      time.in(Duration.ZERO, () -> changed(mapping.throttled(call.lane(), time.instant())));
    }
  }

  private void answered(Wish.Invoke call) {
    pool.giveBack();
    var age = Duration.between(call.newest(), time.instant()).toNanos() / 1e9;
    answers.add(new Answer(time.seconds(), call.records(), age));
    changed(mapping.answered(call.lane(), time.instant()));
  }

  private void changed(List<Wish> wishes) {
    perform(wishes);
    if (waitsForRoom && mapping.room() > 0) {
      waitsForRoom = false;
      poll();
    }
  }
}
