package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/// What lies between push and pull. Any call but SubscribeToShard fails these tests.
class ConsumerReaderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Service service = new Service();
  private ConsumerReader reader = at(new Place.Oldest());

  private ConsumerReader at(Place place) {
    return new ConsumerReader(
        new NothingElse(),
        service,
        new TestConfig().stream(TestConfig.KINESIS_STREAM + "/consumer/one:1").build(),
        "shardId-000000000000",
        place);
  }

  /// Every call is unsupported.
  private static final class NothingElse implements KinesisClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /// Pushes what a test says.
  private static final class Service implements KinesisAsyncClient, Subscription {

    private final List<String> positions = new ArrayList<>();
    private final Deque<RuntimeException> refusals = new ArrayDeque<>();
    private final List<Subscriber<? super SubscribeToShardEventStream>> subscribers =
        new ArrayList<>();
    private CompletableFuture<Void> call = new CompletableFuture<>();
    private final Deque<SubscribeToShardEvent> ready = new ArrayDeque<>();
    private long requested;
    private boolean cancelled;

    @Override
    public CompletableFuture<Void> subscribeToShard(
        SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
      var from = request.startingPosition();
      positions.add(
          Stream.of(from.type(), from.sequenceNumber(), from.timestamp())
              .filter(part -> part != null)
              .map(String::valueOf)
              .reduce((a, b) -> a + " " + b)
              .orElseThrow());
      if (!refusals.isEmpty()) {
        return CompletableFuture.failedFuture(refusals.pop());
      }
      requested = 0;
      call = new CompletableFuture<>();
      handler.onEventStream(
          SdkPublisher.adapt(subscriber -> {
            subscribers.add(subscriber);
            subscriber.onSubscribe(this);
          }));
      return call;
    }

    void push(SubscribeToShardEvent event) {
      subscribers.getLast().onNext(event);
    }

    void breakOff(Throwable cause) {
      subscribers.getLast().onError(cause);
      call.completeExceptionally(cause);
    }

    @Override
    public void request(long more) {
      requested += more;
      if (!ready.isEmpty()) {
        push(ready.pop());
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static SubscribeToShardEvent event(String... numbers) {
    return SubscribeToShardEvent.builder()
        .records(records(numbers))
        .continuationSequenceNumber(numbers.length == 0 ? "0" : numbers[numbers.length - 1])
        .millisBehindLatest(0L)
        .build();
  }

  private static List<Record> records(String... numbers) {
    return Stream.of(numbers)
        .map(number ->
            Record.builder()
                .sequenceNumber(number)
                .partitionKey("k")
                .data(SdkBytes.fromUtf8String(number))
                .approximateArrivalTimestamp(NOW)
                .build())
        .toList();
  }

  private List<String> read(int limit) {
    return reader.read(limit).records().stream()
        .map(record -> record.sequenceNumber().text())
        .toList();
  }

  /// Reads until there is another subscription: the service allows one a second.
  private void awaitSubscription(int count) {
    var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (service.positions.size() < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      assertThat(read(10)).isEmpty();
      Thread.onSpinWait();
    }
  }

  @Test
  void theNextEventIsAskedForWhenTheOneBeforeWasRead() {
    service.ready.add(event("1", "2", "3"));
    assertThat(read(2)).containsExactly("1", "2");
    assertThat(service.requested).isEqualTo(1);

    var rest = reader.read(2);
    assertThat(rest.records()).hasSize(1);
    assertThat(rest.caughtUp()).isTrue();
    assertThat(service.requested).isEqualTo(2);
  }

  @Test
  void whatIsPushedIsTold() {
    var told = new ArrayList<String>();
    service.ready.add(event());
    assertThat(reader.read(10).caughtUp()).isTrue();
    reader.listen(() -> told.add("something"));
    service.push(event("1"));
    assertThat(told).hasSize(1);

    service.breakOff(new IOException("reset"));
    assertThat(told).hasSize(2);
  }

  @Test
  @Proves(Rule.SUBSCRIPTIONS_ARE_RENEWED)
  void aBrokenSubscriptionGoesOnBehindWhatWasRead() {
    service.ready.add(event("1", "2", "3"));
    assertThat(read(2)).containsExactly("1", "2");
    service.breakOff(new IOException("reset"));
    assertThat(read(10)).containsExactly("3");
    awaitSubscription(2);

    assertThat(service.positions).containsExactly("TRIM_HORIZON", "AFTER_SEQUENCE_NUMBER 3");
  }

  @Test
  @Proves(Rule.SUBSCRIPTIONS_ARE_RENEWED)
  void anEventThatCameBeforeTheEndIsReadAndGoneOnBehind() {
    service.ready.add(event("1"));
    assertThat(read(10)).containsExactly("1");
    service.push(event("2"));
    service.breakOff(ResourceInUseException.builder().message("taken over").build());
    assertThat(read(10)).containsExactly("2");
    awaitSubscription(2);

    assertThat(service.positions).last().isEqualTo("AFTER_SEQUENCE_NUMBER 2");
  }

  @Test
  void aSequenceNumberThatIsRefusedMakesWayForTheOldest() {
    reader = at(new Place.After(SequenceNumber.of("7")));
    service.refusals.add(InvalidArgumentException.builder().message("trimmed").build());
    service.ready.add(event("9"));

    assertThat(read(10)).containsExactly("9");
    assertThat(service.positions).containsExactly("AFTER_SEQUENCE_NUMBER 7", "TRIM_HORIZON");
  }

  @Test
  void aTimeThatIsNotThereYetMakesWayForTheNewest() {
    reader = at(new Place.Since(NOW));
    service.refusals.add(InvalidArgumentException.builder().message("in the future").build());
    service.ready.add(event("9"));

    assertThat(read(10)).containsExactly("9");
    assertThat(service.positions).containsExactly("AT_TIMESTAMP " + NOW, "LATEST");
  }

  @Test
  void aConsumerInUseIsAskedAgain() {
    service.refusals.add(ResourceInUseException.builder().message("busy").build());
    service.ready.add(event());
    var page = reader.read(10);
    assertThat(page.caughtUp()).isFalse();
    assertThat(page.records()).isEmpty();
    awaitSubscription(2);

    assertThat(service.positions).containsExactly("TRIM_HORIZON", "TRIM_HORIZON");
  }

  @Test
  void aReaderThatIsClosedEndsItsSubscription() {
    service.ready.add(event());
    assertThat(reader.read(10).caughtUp()).isTrue();
    reader.close();

    assertThat(service.cancelled).isTrue();
  }

  @Test
  void theEndIsToldWithTheLastRecord() {
    service.ready.add(
        SubscribeToShardEvent.builder()
            .records(records("1", "2"))
            .childShards(ChildShard.builder().shardId("shardId-000000000001").build())
            .millisBehindLatest(0L)
            .build());

    assertThat(reader.read(1).ended()).isFalse();
    assertThat(reader.read(1).ended()).isTrue();
    assertThat(service.requested).isEqualTo(1);
  }

  @Test
  @Proves(Rule.A_CONSUMER_THAT_IS_GONE)
  void aConsumerThatIsGoneIsNamed() {
    service.ready.add(event());
    assertThat(reader.read(10).caughtUp()).isTrue();
    service.breakOff(ResourceNotFoundException.builder().message("gone").build());

    assertThatThrownBy(() -> reader.read(1))
        .isInstanceOf(StreamNotFoundException.class)
        .hasMessageStartingWith("Stream consumer not found: ");
  }
}
