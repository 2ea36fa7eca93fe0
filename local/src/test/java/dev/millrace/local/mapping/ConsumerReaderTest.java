package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
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
  private final ConsumerReader reader =
      new ConsumerReader(
          new NothingElse(),
          service,
          new TestConfig().stream(TestConfig.KINESIS_STREAM + "/consumer/one:1").build(),
          "shardId-000000000000",
          NOW);

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
    reader.begin(new StartingPosition.TrimHorizon());
    assertThat(service.requested).isEqualTo(1);

    service.push(event("1", "2", "3"));
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
    reader.begin(new StartingPosition.TrimHorizon());
    reader.listen(() -> told.add("something"));
    service.push(event("1"));
    assertThat(told).hasSize(1);

    service.breakOff(new IOException("reset"));
    assertThat(told).hasSize(2);
  }

  @Test
  void aBrokenSubscriptionGoesOnBehindWhatWasRead() {
    reader.begin(new StartingPosition.TrimHorizon());
    service.push(event("1", "2", "3"));
    assertThat(read(2)).containsExactly("1", "2");
    service.breakOff(new IOException("reset"));
    assertThat(read(10)).containsExactly("3");
    awaitSubscription(2);

    assertThat(service.positions).containsExactly("TRIM_HORIZON", "AFTER_SEQUENCE_NUMBER 3");
  }

  @Test
  void anEventThatCameBeforeTheEndIsReadAndGoneOnBehind() {
    reader.begin(new StartingPosition.TrimHorizon());
    service.push(event("1"));
    service.breakOff(ResourceInUseException.builder().message("taken over").build());
    assertThat(read(10)).containsExactly("1");
    awaitSubscription(2);

    assertThat(service.positions).last().isEqualTo("AFTER_SEQUENCE_NUMBER 1");
  }

  @Test
  void aSequenceNumberThatIsRefusedMakesWayForTheOldest() {
    reader.begin(new StartingPosition.TrimHorizon());
    service.push(event("1"));
    assertThat(read(10)).containsExactly("1");
    service.refusals.add(InvalidArgumentException.builder().message("trimmed").build());
    service.breakOff(new IOException("reset"));
    awaitSubscription(3);

    assertThat(service.positions)
        .containsExactly("TRIM_HORIZON", "AFTER_SEQUENCE_NUMBER 1", "TRIM_HORIZON");
  }

  @Test
  void untilAnythingCameTheNewestIsKeptByItsTime() {
    service.refusals.add(ResourceInUseException.builder().message("busy").build());
    service.refusals.add(InvalidArgumentException.builder().message("in the future").build());
    reader.begin(new StartingPosition.Latest());
    awaitSubscription(3);

    assertThat(service.positions).containsExactly("LATEST", "AT_TIMESTAMP " + NOW, "LATEST");
  }

  @Test
  void aReaderThatIsClosedSubscribesAgainWhenItIsRead() {
    reader.begin(new StartingPosition.Latest());
    service.push(event());
    assertThat(reader.read(10).caughtUp()).isTrue();
    reader.close();
    assertThat(service.cancelled).isTrue();
    awaitSubscription(2);

    assertThat(service.positions).containsExactly("LATEST", "AFTER_SEQUENCE_NUMBER 0");
  }

  @Test
  void theEndIsToldWithTheLastRecord() {
    reader.begin(new StartingPosition.TrimHorizon());
    service.push(
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
  void aConsumerThatIsGoneIsNamed() {
    reader.begin(new StartingPosition.TrimHorizon());
    service.breakOff(ResourceNotFoundException.builder().message("gone").build());

    assertThatThrownBy(() -> reader.read(1))
        .isInstanceOf(StreamNotFoundException.class)
        .hasMessageStartingWith("Stream consumer not found: ");
  }
}
