package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/// A subscription of the SDK's asynchronous client that a test reads event by event.
final class TestSubscriber
    implements SubscribeToShardResponseHandler, Subscriber<SubscribeToShardEventStream> {

  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<SubscribeToShardEvent> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
  private final AtomicReference<org.reactivestreams.@Nullable Subscription> upstream =
      new AtomicReference<>();
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private final long demand;
  private final List<String> seen = new ArrayList<>();
  private @Nullable String continuation;

  private TestSubscriber(long demand) {
    this.demand = demand;
  }

  static StartingPosition position(ShardIteratorType type) {
    return StartingPosition.builder().type(type).build();
  }

  static StartingPosition position(ShardIteratorType type, String sequenceNumber) {
    return StartingPosition.builder().type(type).sequenceNumber(sequenceNumber).build();
  }

  static TestSubscriber open(
      KinesisAsyncClient client, String consumer, int shard, StartingPosition start) {
    return open(client, consumer, shard, start, Long.MAX_VALUE);
  }

  /// @param demand how many events it asks for; [#request(long)] asks for more
  static TestSubscriber open(
      KinesisAsyncClient client, String consumer, int shard, StartingPosition start, long demand) {
    var subscriber = new TestSubscriber(demand);
    var _ =
        client
            .subscribeToShard(
                r -> r.consumerARN(consumer).shardId(Shard.id(shard)).startingPosition(start),
                subscriber)
            .whenComplete((_, failure) -> subscriber.end.complete(failure));
    return subscriber;
  }

  /// The next event.
  SubscribeToShardEvent event() throws InterruptedException {
    var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event in time; the end so far: " + end.getNow(null));
    }
    continuation = event.continuationSequenceNumber();
    event.records().forEach(record -> seen.add(record.data().asUtf8String()));
    return event;
  }

  /// Reads events until so many records have come in all.
  TestSubscriber until(int records) throws InterruptedException {
    while (seen.size() < records) {
      event();
    }
    assertThat(seen).hasSize(records);
    return this;
  }

  List<String> seen() {
    return seen;
  }

  String continuation() {
    return Optional.ofNullable(continuation).orElseThrow();
  }

  /// Why the subscription ended; empty if it just did.
  Optional<Throwable> end() throws Exception {
    return Optional.ofNullable(end.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .map(failure -> Optional.ofNullable(failure.getCause()).orElse(failure));
  }

  void request(long more) throws InterruptedException {
    upstream().request(more);
  }

  void cancel() throws InterruptedException {
    upstream().cancel();
  }

  private org.reactivestreams.Subscription upstream() throws InterruptedException {
    assertThat(subscribed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return Optional.ofNullable(upstream.get()).orElseThrow();
  }

  @Override
  public void responseReceived(SubscribeToShardResponse response) {}

  @Override
  public void onEventStream(SdkPublisher<SubscribeToShardEventStream> publisher) {
    publisher.subscribe(this);
  }

  @Override
  public void exceptionOccurred(Throwable failure) {}

  @Override
  public void complete() {}

  @Override
  public void onSubscribe(org.reactivestreams.Subscription subscription) {
    upstream.set(subscription);
    subscribed.countDown();
    subscription.request(demand);
  }

  @Override
  public void onNext(SubscribeToShardEventStream event) {
    events.add((SubscribeToShardEvent) event);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(failure);
  }

  @Override
  public void onComplete() {}
}
