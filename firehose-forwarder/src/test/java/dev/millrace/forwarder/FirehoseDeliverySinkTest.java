package dev.millrace.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Backoff;
import dev.millrace.common.Calls;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import dev.millrace.common.testkit.FakeContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchRequest;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.ServiceUnavailableException;

class FirehoseDeliverySinkTest {

  private final FakeContext context = new FakeContext();
  private final Deadline deadline = Deadline.of(context, Duration.ofSeconds(1));
  private final FakeFirehose firehose = new FakeFirehose();

  @Test
  void aCallCarriesAtMost500Records() {
    var result = sink(0).put(records(1001), deadline);

    assertThat(firehose.callSizes()).containsExactly(500, 500, 1);
    assertThat(result).isEqualTo(new Calls.Progress<>(List.of(), 0, null));
  }

  @Test
  void aCallCarriesAtMost4MiB() {
    var large = IntStream.range(0, 9).mapToObj(i -> record(i, 1_024_000)).toList();

    sink(0).put(large, deadline);

    assertThat(firehose.callSizes()).containsExactly(4, 4, 1);
  }

  @Test
  void onlyFailedEntriesAreSentAgainMatchedByPositionInTheRequestSent() {
    firehose.answers.add(i -> Set.of(1, 3, 4).contains(i));
    firehose.answers.add(i -> i == 1);

    var result = sink(3).put(records(6), deadline);

    assertThat(firehose.calls)
        .containsExactly(List.of(0, 1, 2, 3, 4, 5), List.of(1, 3, 4), List.of(3));
    assertThat(result.left()).isEmpty();
    assertThat(result.retries()).isEqualTo(2);
  }

  @Test
  void aCallThatFailsAsAWholeIsMadeAgainWhole() {
    firehose.failures.add(
        ServiceUnavailableException.builder().statusCode(503).message("slow down").build());

    var result = sink(3).put(records(3), deadline);

    assertThat(firehose.calls).containsExactly(List.of(0, 1, 2), List.of(0, 1, 2));
    assertThat(result.left()).isEmpty();
  }

  @Test
  void afterTheLastRetryTheFailedAndTheUnsentComeBack() {
    firehose.answers.add(i -> i % 2 == 1);
    firehose.answers.add(i -> i == 249);

    var all = records(600);
    var result = sink(1).put(all, deadline);

    assertThat(firehose.callSizes()).containsExactly(500, 250);
    assertThat(result.failure())
        .hasMessage("trips to trips: 1 left after 1 retries (ATTEMPTS_USED_UP)");
    assertThat(result.left()).isEqualTo(all.subList(499, 600));
  }

  @Test
  void withoutRetriesACallIsMadeOnce() {
    firehose.answers.add(_ -> true);

    assertThat(sink(0).put(records(2), deadline).left()).hasSize(2);
    assertThat(firehose.calls).hasSize(1);
  }

  @Test
  void noPauseReachesBeyondTheDeadline() {
    context.remaining(Duration.ofMillis(1001));
    firehose.answers.add(_ -> true);
    firehose.answers.add(_ -> true);
    firehose.answers.add(_ -> true);

    var result = sink(100).put(records(2), deadline);

    assertThat(result.failure()).hasMessageContaining("(OUT_OF_TIME)");
    assertThat(result.left()).hasSize(2);
  }

  @Test
  void anAnswerOfAnotherLengthCannotBeMatchedSoTheWholeCallCounts() {
    firehose.extraEntry = true;

    var result = sink(0).put(records(2), deadline);

    assertThat(result.left()).hasSize(2);
    assertThat(result.failure())
        .cause()
        .isInstanceOf(RetryableException.class)
        .hasMessage("PutRecordBatch answered 3 entries for 2 records");
  }

  @Test
  void aRefusedCallIsNotRepeatedAndSaysWhy() {
    firehose.failures.add(
        (FirehoseException)
            FirehoseException.builder()
                .statusCode(400)
                .awsErrorDetails(
                    AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
                .message("not authorized")
                .build());

    assertThat(sink(3).put(records(1), deadline).failure())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("PutRecordBatch to trips must be accepted, was not authorized");
    assertThat(firehose.calls).hasSize(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverFailsEachRecordIsDeliveredOnceOrLeft(long seed) {
    var random = new Random(seed);
    for (var i = 0; i < 6; i++) {
      firehose.answers.add(_ -> random.nextInt(3) == 0);
    }
    var all = records(random.nextInt(1, 1200));

    var result = sink(2).put(all, deadline);

    var left = result.left().stream().map(all::indexOf).toList();
    var expected = new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
    expected.removeAll(left);
    assertThat(firehose.delivered)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  private FirehoseDeliverySink sink(int retries) {
    var backoff = new Backoff(Duration.ofMillis(35), Duration.ofSeconds(5), retries + 1);
    return new FirehoseDeliverySink(
        firehose, "trips", Calls.oneByOne(new Retry(backoff, new Random(1), context::advance)));
  }

  private static List<DeliveryRecord> records(int count) {
    return IntStream.range(0, count).mapToObj(i -> record(i, 5)).toList();
  }

  /// A record whose first four bytes say which one it is.
  private static DeliveryRecord record(int number, int size) {
    var data = ByteBuffer.allocate(size).putInt(number).array();
    return new DeliveryRecord(data, List.of(String.valueOf(number)));
  }

  /// A delivery stream that fails as told, then takes everything.
  private static final class FakeFirehose implements FirehoseClient {

    final List<List<Integer>> calls = new ArrayList<>();
    final List<Integer> delivered = new ArrayList<>();
    final Deque<FirehoseException> failures = new ArrayDeque<>();
    final Deque<IntPredicate> answers = new ArrayDeque<>();
    boolean extraEntry;

    List<Integer> callSizes() {
      return calls.stream().map(List::size).toList();
    }

    @Override
    public PutRecordBatchResponse putRecordBatch(PutRecordBatchRequest request) {
      assertThat(request.deliveryStreamName()).isEqualTo("trips");
      var numbers = request.records().stream().map(r -> r.data().asByteBuffer().getInt()).toList();
      calls.add(numbers);
      if (!failures.isEmpty()) {
        throw failures.remove();
      }
      var fails = answers.isEmpty() ? (IntPredicate) _ -> false : answers.remove();
      var entries = new ArrayList<PutRecordBatchResponseEntry>();
      for (var i = 0; i < numbers.size(); i++) {
        if (fails.test(i)) {
          entries.add(entry().errorCode("ServiceUnavailableException").build());
        } else {
          entries.add(entry().recordId("id").build());
          delivered.add(numbers.get(i));
        }
      }
      if (extraEntry) {
        entries.add(entry().recordId("id").build());
      }
      return PutRecordBatchResponse.builder().requestResponses(entries).build();
    }

    private static PutRecordBatchResponseEntry.Builder entry() {
      return PutRecordBatchResponseEntry.builder();
    }

    @Override
    public String serviceName() {
      return "firehose";
    }

    @Override
    public void close() {}
  }
}
