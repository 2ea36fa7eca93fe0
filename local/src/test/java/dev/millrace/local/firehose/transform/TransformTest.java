package dev.millrace.local.firehose.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.firehose.transform.TransformRecord.Kinesis;
import dev.millrace.local.firehose.transform.Transformed.Failed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {

  private static final Instant ARRIVAL = Instant.ofEpochMilli(1_700_000_000_001L);
  private static final TransformEvent EVENT =
      new TransformEvent(
          "arn:aws:firehose:us-east-1:000000000000:deliverystream/s",
          "us-east-1",
          Optional.empty());

  private static TransformRecord put(String id, byte[] data) {
    return new TransformRecord(id, data, ARRIVAL, Optional.empty());
  }

  private static TransformRecord put(String id) {
    return put(id, id.getBytes(UTF_8));
  }

  private static Transformed answer(String record) {
    return TransformAnswer.read(
            ("{\"records\":[" + record + "]}").getBytes(UTF_8), List.of(put("a")))
        .getFirst();
  }

  @Test
  void theEventOfPutRecordsNamesNoKinesisStream() {
    assertThat(new String(EVENT.of("i-1", List.of(put("a"))), UTF_8))
        .isEqualTo(
            """
            {"invocationId":"i-1",\
            "deliveryStreamArn":"arn:aws:firehose:us-east-1:000000000000:deliverystream/s",\
            "region":"us-east-1","records":[{"recordId":"a",\
            "approximateArrivalTimestamp":1700000000001,"data":"YQ=="}]}\
            """);
  }

  @Test
  void theEventOfAKinesisSourceSaysWhereRecordsAreFrom() {
    var event = new TransformEvent("d", "r", Optional.of("arn:k"));
    var kinesis = new Kinesis("shardId-000000000000", "p\"", ARRIVAL, "49", 2);
    var item = new TransformRecord("a", new byte[0], ARRIVAL, Optional.of(kinesis));

    assertThat(new String(event.of("i", List.of(item)), UTF_8))
        .isEqualTo(
            """
            {"invocationId":"i","deliveryStreamArn":"d","sourceKinesisStreamArn":"arn:k",\
            "region":"r","records":[{"recordId":"a","approximateArrivalTimestamp":1700000000001,\
            "data":"","kinesisRecordMetadata":{"shardId":"shardId-000000000000",\
            "partitionKey":"p\\"","approximateArrivalTimestamp":1700000000001,\
            "sequenceNumber":"49","subsequenceNumber":2}}]}\
            """);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void batchesKeepTheOrderAndTheLimits(long seed) {
    var random = new Random(seed);
    var records = new ArrayList<TransformRecord>();
    for (var i = 0; i < 40; i++) {
      records.add(put("r" + i, new byte[random.nextInt(1_024_000)]));
    }
    var batches = EVENT.batches(records, 3 << 20);

    assertThat(batches.stream().flatMap(List::stream).toList()).isEqualTo(records);
    for (var batch : batches) {
      assertThat(batch.stream().mapToLong(item -> item.data().length).sum())
          .isLessThanOrEqualTo(3 << 20);
      assertThat(EVENT.of("i", batch).length).isLessThanOrEqualTo(TransformEvent.LARGEST);
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 5);
  }

  @Test
  void tinyRecordsAreLimitedByTheEventTheyMake() {
    var records = LongStream.range(0, 60_000).mapToObj(i -> put("record-" + i)).toList();
    var batches = EVENT.batches(records, 3 << 20);

    assertThat(batches).hasSizeGreaterThan(1);
    assertThat(batches).allMatch(batch -> EVENT.of("i", batch).length <= TransformEvent.LARGEST);
  }

  @Test
  void whatIsTooLargeAloneIsAlone() {
    assertThat(EVENT.batches(List.of(put("a"), put("b", new byte[900]), put("c")), 100))
        .extracting(List::size)
        .containsExactly(1, 1, 1);
    assertThat(EVENT.batches(List.of(), 100)).isEmpty();
  }

  @Test
  void okCarriesDataAndKeys() {
    var ok =
        (Transformed.Ok)
            answer(
                "{\"recordId\":\"a\",\"result\":\"Ok\",\"data\":\"eHk=\","
                    + "\"metadata\":{\"partitionKeys\":{\"k\":\"v\",\"n\":7}}}");

    assertThat(ok.data()).isEqualTo("xy".getBytes(UTF_8));
    assertThat(ok.partitionKeys()).isEqualTo(Map.of("k", "v", "n", "7"));
  }

  @Test
  void droppedNeedsNoData() {
    assertThat(answer("{\"recordId\":\"a\",\"result\":\"Dropped\"}"))
        .isEqualTo(new Transformed.Dropped());
  }

  @Test
  void failuresHaveTheCodesOfAws() {
    assertThat(
            code(answer("{\"recordId\":\"a\",\"result\":\"ProcessingFailed\",\"data\":\"YQ==\"}")))
        .isEqualTo("Lambda.ProcessingFailedStatus");
    assertThat(code(answer("{\"recordId\":\"b\",\"result\":\"Ok\",\"data\":\"YQ==\"}")))
        .isEqualTo("Lambda.MissingRecordId");
    var twice = "{\"recordId\":\"a\",\"result\":\"Ok\",\"data\":\"YQ==\"}";
    assertThat(code(answer(twice + "," + twice))).isEqualTo("Lambda.DuplicatedRecordId");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"recordId\":\"a\",\"result\":\"ok\",\"data\":\"YQ==\"}",
        "{\"recordId\":\"a\",\"data\":\"YQ==\"}",
        "{\"recordId\":\"a\",\"result\":7}",
        "{\"recordId\":\"a\",\"result\":\"Ok\"}",
        "{\"recordId\":\"a\",\"result\":\"Ok\",\"data\":null}",
        "{\"recordId\":\"a\",\"result\":\"Ok\",\"data\":{}}",
        "{\"recordId\":\"a\",\"result\":\"Ok\",\"data\":\"*\"}",
        "{\"recordId\":\"a\",\"result\":\"Ok\",\"data\":\"YQ==\",\"metadata\":{\"partitionKeys\":{\"k\":[]}}}"
      })
  void anAnswerOfTheWrongFormFails(String record) {
    assertThat(code(answer(record))).isEqualTo("Lambda.InvalidReturnFormat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"records\":{}}", "{\"records\":[7,null]}", "nope"})
  void withoutRecordsEveryRecordIsMissing(String payload) {
    assertThat(TransformAnswer.read(payload.getBytes(UTF_8), List.of(put("a"), put("b"))))
        .extracting(TransformTest::code)
        .containsExactly("Lambda.MissingRecordId", "Lambda.MissingRecordId");
  }

  @Test
  void theAnswersMayBeInAnyOrder() {
    var payload =
        """
        {"records":[{"recordId":"b","result":"Ok","data":"Qg=="},
        {"recordId":"x","result":"Ok","data":"WA=="},{"recordId":"a","result":"Dropped"}]}
        """;

    assertThat(TransformAnswer.read(payload.getBytes(UTF_8), List.of(put("a"), put("b"))))
        .extracting(made -> made.getClass().getSimpleName())
        .containsExactly("Dropped", "Ok");
  }

  @Test
  void aFailureIsOneLineAsAwsDeliversIt() {
    var failure =
        new TransformFailure(Optional.of("arn:f"), 4, Instant.ofEpochMilli(1_700_000_061_000L));

    assertThat(new String(failure.line(new Failed("Code", "m"), put("a")), UTF_8))
        .isEqualTo(
            """
            {"rawData":"YQ==","errorCode":"Code","errorMessage":"m","attemptsMade":4,\
            "arrivalTimestamp":1700000000001,"attemptEndingTimestamp":1700000061000,\
            "lambdaARN":"arn:f"}
            """);
  }

  private static String code(Transformed made) {
    return ((Failed) made).code();
  }
}
