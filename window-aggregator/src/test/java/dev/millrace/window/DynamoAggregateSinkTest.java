package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.Retry;
import dev.millrace.common.testkit.FakeContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class DynamoAggregateSinkTest {

  private static final String START = "2017-06-05T09:17:00Z";
  private static final Window WINDOW =
      new Window(Instant.parse(START), Instant.parse("2017-06-05T09:18:00Z"));

  private final FakeContext context = new FakeContext();
  private final Deadline deadline = Deadline.of(context, Duration.ofSeconds(1));
  private final FakeTable table = new FakeTable();
  private final DynamoAggregateSink sink = sink("name", KeyType.S);

  @Test
  void anItemHoldsTheWindowTheTotalsAndEachPartsShare() {
    sink.merge(part("shard-1", "100", 175), deadline);

    assertThat(shadowfax())
        .isEqualTo(
            Map.of(
                "name", AttributeValue.fromS("Shadowfax"),
                "windowStart", AttributeValue.fromS(START),
                "windowEnd", AttributeValue.fromS("2017-06-05T09:18:00Z"),
                "distance", AttributeValue.fromN("175"),
                "least", AttributeValue.fromN("175"),
                "count", AttributeValue.fromN("1"),
                "shardId", AttributeValue.fromS("shard-1"),
                "version", AttributeValue.fromN("1"),
                "parts",
                    AttributeValue.fromM(
                        Map.of(
                            "shard-1:100",
                            AttributeValue.fromM(
                                Map.of(
                                    "count", AttributeValue.fromN("1"),
                                    "last", AttributeValue.fromS("100"),
                                    "sum",
                                        AttributeValue.fromM(
                                            Map.of("distance", AttributeValue.fromN("175"))),
                                    "min",
                                        AttributeValue.fromM(
                                            Map.of("least", AttributeValue.fromN("175"))),
                                    "max", AttributeValue.fromM(Map.of())))))));
    assertThat(table.requests).hasSize(1);
  }

  @Test
  void partsOfOtherShardsAddUp() {
    sink.merge(part("shard-1", "100", 175), deadline);
    sink.merge(part("shard-2", "90", 25), deadline);

    assertThat(shadowfax())
        .containsEntry("distance", AttributeValue.fromN("200"))
        .containsEntry("least", AttributeValue.fromN("25"))
        .containsEntry("count", AttributeValue.fromN("2"))
        .containsEntry("shardId", AttributeValue.fromS("shard-2"));
  }

  @Test
  void mergingAPartAgainChangesNothing() {
    sink.merge(part("shard-1", "100", 175), deadline);
    sink.merge(part("shard-2", "90", 25), deadline);
    var before = shadowfax();

    var again = sink.merge(part("shard-1", "100", 175), deadline);

    assertThat(again).isEqualTo(new Retry.Result<>(List.of(), 0, Retry.End.DONE, null));
    assertThat(shadowfax()).isEqualTo(before);
  }

  @Test
  void aPartThatHasGrownReplacesItsFormerShare() {
    sink.merge(part("shard-1", "100", 175), deadline);
    sink.merge(part("shard-1", "100", 180), deadline);

    assertThat(shadowfax())
        .containsEntry("distance", AttributeValue.fromN("180"))
        .containsEntry("count", AttributeValue.fromN("1"));
  }

  @Test
  void aPartReplacesWhatSharesRecordsWithIt() {
    sink.merge(part(new Stretch("shard-1", "9", "11"), 100), deadline);
    sink.merge(part(new Stretch("shard-1", "12", "12"), 20), deadline);
    sink.merge(part(new Stretch("shard-2", "10", "10"), 3), deadline);

    sink.merge(part(new Stretch("shard-1", "10", "11"), 50), deadline);

    assertThat(shadowfax())
        .containsEntry("distance", AttributeValue.fromN("73"))
        .containsEntry("count", AttributeValue.fromN("3"));
  }

  @Test
  void aWriteWhoseAnswerWasLostCountsOnce() {
    table.faults.add(update ->
        () -> {
          update.run();
          throw SdkClientException.create("connection reset");
        });

    var result = sink.merge(part("shard-1", "100", 175), deadline);

    assertThat(result.left()).isEmpty();
    assertThat(result.retries()).isEqualTo(1);
    assertThat(shadowfax()).containsEntry("distance", AttributeValue.fromN("175"));
  }

  @Test
  void aWriterThatWasFasterIsNotOverwritten() {
    for (var i = 0; i < 3; i++) {
      var other = part("other", String.valueOf(i), 1);
      table.faults.add(update ->
          () -> {
            sink("name", KeyType.S).merge(other, deadline);
            update.run();
          });
    }

    assertThat(sink.merge(part("shard-1", "100", 175), deadline).left()).isEmpty();
    assertThat(shadowfax())
        .containsEntry("count", AttributeValue.fromN("4"))
        .containsEntry("distance", AttributeValue.fromN("178"));
  }

  @Test
  void attributesOfOthersAreLeftAlone() {
    table.items.put(
        Map.of(
            "name", AttributeValue.fromS("Shadowfax"), "windowStart", AttributeValue.fromS(START)),
        Map.of("expires", AttributeValue.fromN("1700000000")));

    sink.merge(part("shard-1", "100", 175), deadline);

    assertThat(shadowfax())
        .containsEntry("expires", AttributeValue.fromN("1700000000"))
        .containsEntry("distance", AttributeValue.fromN("175"));
  }

  @Test
  void anItemDeletedMeanwhileIsWrittenAnew() {
    sink.merge(part("shard-1", "100", 175), deadline);
    table.faults.add(update -> update);
    table.faults.add(update ->
        () -> {
          table.items.clear();
          update.run();
        });

    assertThat(sink.merge(part("shard-2", "90", 25), deadline).left()).isEmpty();
    assertThat(shadowfax()).containsEntry("distance", AttributeValue.fromN("25"));
  }

  @Test
  void aNumericKeyIsWrittenAsANumber() {
    var part = part("shard-1", "100", 3);
    var vendors = new TreeMap<>(Map.of("2", part.aggregates().get("Shadowfax")));

    sink("vendorId", KeyType.N).merge(new WindowPart(WINDOW, part.stretch(), vendors), deadline);

    assertThat(table.item("vendorId", AttributeValue.fromN("2"), START))
        .containsEntry("distance", AttributeValue.fromN("3"));
  }

  @Test
  void keysThatCannotBeWrittenInTimeComeBackInOrder() {
    var aggregate = part("shard-1", "100", 3).aggregates().get("Shadowfax");
    var many = new TreeMap<String, Aggregate>();
    IntStream.range(100, 200).forEach(i -> many.put("u" + i, aggregate));
    context.remaining(Duration.ZERO);

    var result =
        sink.merge(new WindowPart(WINDOW, new Stretch("shard-1", "100", "200"), many), deadline);

    assertThat(result.left()).isEqualTo(many.keySet().stream().toList());
    assertThat(result.end()).isEqualTo(Retry.End.OUT_OF_TIME);
    assertThat(table.items).isEmpty();
  }

  @Test
  void aTableThatNeverAnswersIsTriedSoOften() {
    for (var i = 0; i < 3; i++) {
      table.faults.add(_ -> {
        throw SdkClientException.create("connection refused");
      });
    }

    var result = sink.merge(part("shard-1", "100", 175), deadline);

    assertThat(result.left()).containsExactly("Shadowfax");
    assertThat(result.failure("totals"))
        .hasMessage("totals: 1 left after 2 retries (ATTEMPTS_USED_UP)")
        .cause()
        .hasMessage("UpdateItem of totals");
  }

  @Test
  void aRefusedWriteIsNotRepeatedAndSaysWhy() {
    table.faults.add(_ -> {
      throw DynamoDbException.builder()
          .statusCode(400)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
          .message("not authorized")
          .build();
    });

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> sink.merge(part("shard-1", "100", 175), deadline))
        .withMessageStartingWith("UpdateItem of totals must be accepted, was not authorized");
    assertThat(table.requests).hasSize(1);
  }

  private Map<String, AttributeValue> shadowfax() {
    return table.item("name", AttributeValue.fromS("Shadowfax"), START);
  }

  private DynamoAggregateSink sink(String keyAttribute, KeyType keyType) {
    var backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 3);
    return new DynamoAggregateSink(
        table, "totals", keyAttribute, keyType, new Retry(backoff, new Random(1), _ -> {}));
  }

  private static WindowPart part(String shardId, String sequence, long distance) {
    return part(new Stretch(shardId, sequence, sequence), distance);
  }

  private static WindowPart part(Stretch stretch, long distance) {
    var value = BigDecimal.valueOf(distance);
    var aggregate =
        Aggregate.of(
            Map.of(
                new Target(Target.Kind.SUM, "distance"), value,
                new Target(Target.Kind.MIN, "least"), value));
    return new WindowPart(WINDOW, stretch, new TreeMap<>(Map.of("Shadowfax", aggregate)));
  }
}
