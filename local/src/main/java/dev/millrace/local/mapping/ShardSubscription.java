package dev.millrace.local.mapping;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/// One call of SubscribeToShard. It keeps the one event that was asked for until it is taken, and
/// asks for no other before.
final class ShardSubscription implements Subscriber<SubscribeToShardEventStream> {

  /// How long the service may take to answer.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Runnable changed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private @Nullable Subscription upstream;
  private @Nullable SubscribeToShardEvent event;
  private @Nullable Throwable failure;
  private boolean over;

  private ShardSubscription(Runnable changed) {
    this.changed = changed;
  }

  /// Subscribes. When this returns, the service has fixed the position.
  ///
  /// @param changed is called when there is an event, or the end; must not block
  /// @throws RuntimeException as the SDK has it, if the service refuses
  static ShardSubscription open(
      KinesisAsyncClient client,
      String consumerArn,
      String shardId,
      StartingPosition from,
      Runnable changed)
      throws InterruptedException {
    var subscription = new ShardSubscription(changed);
    var handler =
        SubscribeToShardResponseHandler.builder()
            .onEventStream(events -> events.subscribe(subscription))
            .build();
    var _ =
        client
            .subscribeToShard(
                request -> request.consumerARN(consumerArn).shardId(shardId).startingPosition(from),
                handler)
            .whenComplete((_, cause) -> subscription.ended(cause));
    try {
      subscription.awaitAnswer();
      return subscription;
    } catch (InterruptedException e) {
      subscription.close();
      throw e;
    }
  }

  /// Takes the event that has come, if any, at once.
  Optional<SubscribeToShardEvent> poll() {
    lock.lock();
    try {
      var taken = Optional.ofNullable(event);
      event = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next event; empty if none comes within the time, or before the end.
  Optional<SubscribeToShardEvent> poll(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = atMost.toNanos();
      while (event == null && !over && left > 0) {
        left = wake.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    return poll();
  }

  /// Asks for one more event. To be called when the one before was taken.
  void request() {
    Subscription asked;
    lock.lock();
    try {
      asked = upstream;
    } finally {
      lock.unlock();
    }
    if (asked != null) {
      asked.request(1);
    }
  }

  /// Whether nothing more comes, apart from an event that was not taken.
  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /// Why it is over; empty if its time was, or it is not.
  Optional<Throwable> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  /// Ends it from this side.
  void close() {
    Subscription open;
    lock.lock();
    try {
      over = true;
      open = upstream;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.cancel();
    }
  }

  private void awaitAnswer() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = PATIENCE.toNanos();
      while (upstream == null && !over && left > 0) {
        left = wake.awaitNanos(left);
      }
      if (upstream == null) {
        over = true;
        throw failure instanceof RuntimeException refusal
            ? refusal
            : new IllegalStateException("SubscribeToShard was not answered", failure);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    lock.lock();
    try {
      upstream = subscription;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    subscription.request(1);
    if (isOver()) {
      // given up meanwhile
      subscription.cancel();
    }
  }

  @Override
  public void onNext(SubscribeToShardEventStream next) {
    if (!(next instanceof SubscribeToShardEvent records)) {
      // kinds of events that are not known yet carry no records
      request();
      return;
    }
    lock.lock();
    try {
      event = records;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    changed.run();
  }

  @Override
  public void onError(Throwable cause) {
    ended(cause);
  }

  @Override
  public void onComplete() {
    ended(null);
  }

  private void ended(@Nullable Throwable cause) {
    boolean wasOpen;
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      failure = cause instanceof CompletionException wrapped ? wrapped.getCause() : cause;
      wasOpen = upstream != null;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    if (wasOpen) {
      // a refusal is told by `open`
      changed.run();
    }
  }
}
