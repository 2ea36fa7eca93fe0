package dev.millrace.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Backoff;
import dev.millrace.common.Calls;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.Retry;
import dev.millrace.common.testkit.FakeContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class DynamoReadingSinkTest {

  private final FakeContext context = new FakeContext();
  private final Deadline deadline = Deadline.of(context, Duration.ofSeconds(1));
  private final FakeDynamo dynamo = new FakeDynamo();
  private final DynamoReadingSink sink =
      new DynamoReadingSink(
          dynamo,
          "readings",
          Calls.oneByOne(
              new Retry(
                  new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 4),
                  new Random(1),
                  context::advance)));

  @Test
  void aReadingBecomesAnItemWithExactNumbers() {
    sink.put(List.of(Readings.reading("Shadowfax", 8, 175)), deadline);

    assertThat(dynamo.items.values())
        .containsExactly(
            Map.of(
                "Name", AttributeValue.fromS("Shadowfax"),
                "StatusTime", AttributeValue.fromS("2017-06-05 09:17:08.189"),
                "Latitude", AttributeValue.fromN("42.264444250051326"),
                "Longitude", AttributeValue.fromN("-71.97582884770408"),
                "Distance", AttributeValue.fromN("175"),
                "MagicPoints", AttributeValue.fromN("110"),
                "HealthPoints", AttributeValue.fromN("150")));
  }

  @Test
  void aCallCarriesAtMost25Items() {
    var result = sink.put(readings(60), deadline);

    assertThat(dynamo.calls).containsExactly(25, 25, 10);
    assertThat(result).isEqualTo(done(0));
    assertThat(dynamo.items).hasSize(60);
  }

  @Test
  void onlyWhatWasLeftUnprocessedIsSentAgain() {
    dynamo.answers.add(items -> items.subList(3, 7));
    dynamo.answers.add(items -> items.subList(0, 1));

    var result = sink.put(readings(10), deadline);

    assertThat(dynamo.calls).containsExactly(10, 4, 1);
    assertThat(result).isEqualTo(done(2));
    assertThat(dynamo.items).hasSize(10);
  }

  @Test
  void aThrottledOrUnansweredCallIsMadeAgainWhole() {
    dynamo.answers.add(_ -> {
      throw ProvisionedThroughputExceededException.builder()
          .message("slow down")
          .statusCode(400)
          .awsErrorDetails(details("ProvisionedThroughputExceededException"))
          .build();
    });
    dynamo.answers.add(_ -> {
      throw SdkClientException.create("connection reset");
    });

    var result = sink.put(readings(10), deadline);

    assertThat(dynamo.calls).containsExactly(10, 10, 10);
    assertThat(result).isEqualTo(done(2));
  }

  @Test
  void whatIsLeftAfterTheLastAttemptComesBackAndNothingAfterItIsTried() {
    for (var i = 0; i < 4; i++) {
      dynamo.answers.add(items -> items.subList(items.size() - 1, items.size()));
    }

    var result = sink.put(readings(60), deadline);

    assertThat(dynamo.calls).containsExactly(25, 1, 1, 1);
    assertThat(result.failure())
        .hasMessage("readings to readings: 1 left after 3 retries (ATTEMPTS_USED_UP)");
    assertThat(result.left().stream().map(Reading::key))
        .containsExactlyElementsOf(
            readings(60).subList(24, 60).stream().map(Reading::key).toList());
  }

  @Test
  void noCallBeginsAfterTheDeadline() {
    dynamo.answers.add(_ -> {
      context.advance(Duration.ofMinutes(5));
      return List.of();
    });

    var result = sink.put(readings(30), deadline);

    assertThat(dynamo.calls).containsExactly(25);
    assertThat(result.failure())
        .hasMessage("readings to readings: 5 left after 0 retries (OUT_OF_TIME)");
    assertThat(result.left()).isEqualTo(readings(30).subList(25, 30));
  }

  @Test
  void aRefusedCallIsNotRepeatedAndSaysWhy() {
    dynamo.answers.add(_ -> {
      throw DynamoDbException.builder()
          .statusCode(400)
          .awsErrorDetails(details("AccessDeniedException"))
          .message("not authorized")
          .build();
    });

    var result = sink.put(readings(1), deadline);

    assertThat(result.left()).hasSize(1);
    assertThat(result.failure())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("BatchWriteItem to readings must be accepted, was not authorized");
    assertThat(dynamo.calls).containsExactly(1);
  }

  private static Calls.Progress<Reading> done(int retries) {
    return new Calls.Progress<>(List.of(), retries, null);
  }

  private static AwsErrorDetails details(String code) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(code).build();
  }

  private static List<Reading> readings(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Readings.reading("u" + i / 50, i % 50, i))
        .toList();
  }

  /// A table that answers as told, then accepts everything.
  private static final class FakeDynamo implements DynamoDbClient {

    final List<Integer> calls = new ArrayList<>();
    final Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    final Deque<Function<List<WriteRequest>, List<WriteRequest>>> answers = new ArrayDeque<>();

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
      var writes = request.requestItems().getOrDefault("readings", List.of());
      calls.add(writes.size());
      var unprocessed =
          answers.isEmpty() ? List.<WriteRequest>of() : answers.remove().apply(writes);
      for (var write : writes) {
        if (!unprocessed.contains(write)) {
          var item = write.putRequest().item();
          items.put(item.get("Name") + " " + item.get("StatusTime"), item);
        }
      }
      return unprocessed.isEmpty()
          ? BatchWriteItemResponse.builder().build()
          : BatchWriteItemResponse.builder()
              .unprocessedItems(Map.of("readings", unprocessed))
              .build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}
