package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

class DeliveryTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final StackClock clock = StackClock.frozenAt(START);
  private final Activity activity = new Activity();

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void lostAnswersAndRefusalsNeitherLoseNorDoubleARecord(long seed) throws InterruptedException {
    var random = new Random(seed);
    var s3 = new FakeS3(new Random(seed + 1));
    var delivery = delivery(s3, 10);
    var sent = new ArrayList<String>();

    for (var i = 0; i < 40; i++) {
      var records = IntStream.range(0, random.nextInt(4)).mapToObj(j -> sent.size() + j).toList();
      records.forEach(number -> sent.add("r" + number));
      assertThat(delivery.accept(records.stream().map(n -> record("r" + n)).toList())).isPresent();
      clock.advance(Duration.ofSeconds(random.nextInt(8)));
      assertThat(activity.awaitStill(delivery::isIdle, LONG)).isTrue();
    }
    while (!delivery.isEmpty()) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(activity.awaitStill(delivery::isIdle, LONG)).isTrue();
    }

    assertThat(String.join("", s3.objects.values()).split("\n")).containsExactlyElementsOf(sent);
    assertThat(delivery.status(0, true).objectsWritten()).isEqualTo(s3.objects.size());
    assertThat(delivery.status(0, true).recordsDelivered()).isEqualTo(sent.size());
  }

  @Test
  void recordsAreRefusedWhileTooMuchWaitsForS3() throws InterruptedException {
    var s3 = new FakeS3(() -> true);
    var delivery = delivery(s3, 10);
    var large = new FirehoseRecord(new byte[1 << 20], START);

    // the buffer's own mebibyte, and 64 more
    for (var i = 0; i < 65; i++) {
      assertThat(delivery.accept(List.of(large))).isPresent();
    }
    assertThat(delivery.accept(List.of(large))).isEmpty();
    assertThat(delivery.hasRoom()).isFalse();

    assertThat(activity.awaitStill(delivery::isIdle, LONG)).isTrue();
    s3.broken = () -> false;
    clock.advance(Duration.ofSeconds(1));
    assertThat(activity.awaitStill(delivery::isEmpty, LONG)).isTrue();
    assertThat(delivery.accept(List.of(large))).isPresent();
  }

  @Test
  void whatWasNotDeliveredIsStillCountedAfterTheEnd() {
    var delivery = delivery(new FakeS3(() -> false), 10);
    assertThat(delivery.accept(List.of(record("a"), record("b")))).isPresent();

    delivery.close();

    assertThat(delivery.status(0, true).recordsBuffered()).isEqualTo(2);
    assertThat(delivery.status(0, true).bytesBuffered()).isEqualTo(4);
    assertThat(delivery.accept(List.of(record("c")))).isEmpty();
    assertThat(clock.nextAlarm()).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  private Delivery delivery(S3Client s3, int seconds) {
    var settings = Configs.settings(1, seconds, START);
    var destination = settings.objects();
    var lines =
        new S3Destination(
            destination.stream(),
            destination.version(),
            destination.bucket(),
            destination.role(),
            destination.keys(),
            destination.buffering(),
            destination.compression(),
            "\n".getBytes(UTF_8),
            null);
    var rules = new Settings(settings.processing(), null, lines, null).rules();
    var work = new Delivery.Work(rules, null, new S3Sink(s3, lines, 42, null, clock));
    return new Delivery(
        "orders", work, clock, activity, DeliveryStore.NONE, DeliveryState.EMPTY, 0);
  }

  private static FirehoseRecord record(String text) {
    return new FirehoseRecord(text.getBytes(UTF_8), START);
  }

  /// Keeps objects in the order in which they were first written, and fails before or after.
  private static final class FakeS3 implements S3Client {

    private final Map<String, String> objects = new LinkedHashMap<>();
    private final BooleanSupplier answerIsLost;
    private volatile BooleanSupplier broken;

    FakeS3(BooleanSupplier broken) {
      this.broken = broken;
      this.answerIsLost = () -> false;
    }

    FakeS3(Random random) {
      this.broken = () -> random.nextInt(4) == 0;
      this.answerIsLost = () -> random.nextInt(4) == 0;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
      if (broken.getAsBoolean()) {
        throw SdkClientException.create("refused");
      }
      try (var bytes = body.contentStreamProvider().newStream()) {
        objects.put(request.key(), new String(bytes.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (answerIsLost.getAsBoolean()) {
        throw SdkClientException.create("answer lost");
      }
      return PutObjectResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }
}
