package dev.millrace.local.kinesis;

import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// The open subscriptions, at most one for each consumer and shard.
final class Subscriptions {

  private record Key(String consumerArn, int shard) {}

  /// A subscription, and the one whose place it takes.
  record Opened(Subscription subscription, Optional<Subscription> predecessor) {

    /// Tells the predecessor, if there is one.
    void endPredecessor() {
      predecessor.ifPresent(Subscription::takenOver);
    }
  }

  private final StackClock clock;
  private final Supplier<KinesisState> state;
  private final Activity activity = new Activity();
  private final ConcurrentMap<Key, Subscription> open = new ConcurrentHashMap<>();

  Subscriptions(StackClock clock, Supplier<KinesisState> state) {
    this.clock = clock;
    this.state = state;
  }

  /// Opens one, in the place of an older one.
  Opened open(ShardFeed feed) {
    var key = new Key(feed.consumerArn(), feed.shard());
    var subscription =
        new Subscription(feed, clock, state, activity::changed, closed -> close(key, closed));
    return new Opened(subscription, Optional.ofNullable(open.put(key, subscription)));
  }

  private void close(Key key, Subscription subscription) {
    open.remove(key, subscription);
    activity.changed();
  }

  /// Their readers have to subscribe anew.
  void endAll() {
    open.values().forEach(Subscription::end);
  }

  /// A stream has changed.
  void wake(String streamArn) {
    var prefix = streamArn + "/consumer/";
    open.forEach((key, subscription) -> {
      if (key.consumerArn().startsWith(prefix)) {
        subscription.wake();
      }
    });
  }

  /// The open one of a consumer to a shard.
  Optional<Subscription> find(String consumerArn, int shard) {
    return Optional.ofNullable(open.get(new Key(consumerArn, shard)));
  }

  /// Waits until so many are open and all of them have sent all there is.
  boolean awaitWaiting(int count, Duration atMost) throws InterruptedException {
    return activity.awaitStill(
        () -> open.size() == count && open.values().stream().allMatch(Subscription::isWaiting),
        atMost);
  }
}
