package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.EventSource;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One open subscription: answers the gateway's question for the next event once there is one.
///
/// It begins with an event, even if that has no records, so that the subscriber knows from the
/// start where to go on if the connection breaks. Later it sends one without records when there was
/// nothing else for [#QUIET].
final class Subscription implements EventSource {

  /// How long a subscription lasts.
  static final Duration LIFE = Duration.ofMinutes(5);

  /// After how long without records it shows that it is alive.
  static final Duration QUIET = Duration.ofSeconds(5);

  private static final String EVENT = "SubscribeToShardEvent";

  /// What the gateway is answered: an event, the end (neither), or a failure.
  private record Answer(Optional<Event> event, @Nullable AwsException failure) {

    static Answer of(ShardFeed.Event payload) {
      return new Answer(Optional.of(new Event(EVENT, payload)), null);
    }

    static Answer end(@Nullable AwsException failure) {
      return new Answer(Optional.empty(), failure);
    }

    void to(CompletableFuture<Optional<Event>> question) {
      if (failure == null) {
        question.complete(event);
      } else {
        question.completeExceptionally(failure);
      }
    }
  }

  private final StackClock clock;
  private final Supplier<KinesisState> state;
  private final Runnable waits;
  private final Consumer<Subscription> closed;
  private final StackClock.Alarm expiry;
  private final ReentrantLock lock = new ReentrantLock();
  private ShardFeed feed;
  private boolean mute = true;
  private boolean over;
  private @Nullable AwsException failure;
  private @Nullable CompletableFuture<Optional<Event>> question;
  private StackClock.@Nullable Alarm quiet;

  /// @param state the streams as they are
  /// @param waits runs when it has sent all there is
  /// @param closed is told when the subscription is over
  Subscription(
      ShardFeed feed,
      StackClock clock,
      Supplier<KinesisState> state,
      Runnable waits,
      Consumer<Subscription> closed) {
    this.feed = feed;
    this.clock = clock;
    this.state = state;
    this.waits = waits;
    this.closed = closed;
    this.expiry = clock.scheduleUpkeep(clock.instant().plus(LIFE), this::end);
  }

  @Override
  public CompletableFuture<Optional<Event>> next() {
    var asked = new CompletableFuture<Optional<Event>>();
    lock.lock();
    try {
      question = asked;
    } finally {
      lock.unlock();
    }
    answer(false);
    return asked;
  }

  /// There may be something new to send.
  void wake() {
    answer(false);
  }

  /// Whether it has sent all there is, and waits for more.
  boolean isWaiting() {
    lock.lock();
    try {
      return quiet != null;
    } finally {
      lock.unlock();
    }
  }

  /// The place of the first record it has not sent.
  long place() {
    lock.lock();
    try {
      return feed.place();
    } finally {
      lock.unlock();
    }
  }

  /// Another subscription of the same consumer to the same shard has come.
  void takenOver() {
    end(Refusal.subscribed(feed.consumerArn(), feed.shard()));
  }

  /// Its time is over.
  void end() {
    end(null);
  }

  private void end(@Nullable AwsException why) {
    lock.lock();
    try {
      over = true;
      failure = why;
    } finally {
      lock.unlock();
    }
    answer(false);
  }

  @Override
  public void close() {
    expiry.cancel();
    lock.lock();
    try {
      over = true;
      question = null;
      cancelQuiet();
    } finally {
      lock.unlock();
    }
    closed.accept(this);
  }

  private void answer(boolean evenWithoutRecords) {
    CompletableFuture<Optional<Event>> asked;
    Answer answer;
    lock.lock();
    try {
      asked = question;
      if (asked == null) {
        return;
      }
      answer = find(evenWithoutRecords || mute);
      if (answer == null) {
        awaitQuiet();
      } else {
        mute = false;
        question = null;
        cancelQuiet();
      }
    } finally {
      lock.unlock();
    }
    // not under the lock: who is told may do anything
    if (answer == null) {
      waits.run();
    } else {
      answer.to(asked);
    }
  }

  private @Nullable Answer find(boolean evenWithoutRecords) {
    if (over) {
      return Answer.end(failure);
    }
    return switch (feed.next(state.get(), clock.instant())) {
      case ShardFeed.Next.More(var event, var then) -> {
        feed = then;
        yield Answer.of(event);
      }
      case ShardFeed.Next.Last(var event) -> {
        over = true;
        yield Answer.of(event);
      }
      case ShardFeed.Next.Gone(var why) -> Answer.end(why);
      case ShardFeed.Next.Nothing(var event) -> evenWithoutRecords ? Answer.of(event) : null;
    };
  }

  private void awaitQuiet() {
    if (quiet == null) {
      quiet = clock.scheduleUpkeep(clock.instant().plus(QUIET), () -> answer(true));
    }
  }

  private void cancelQuiet() {
    if (quiet != null) {
      quiet.cancel();
      quiet = null;
    }
  }
}
