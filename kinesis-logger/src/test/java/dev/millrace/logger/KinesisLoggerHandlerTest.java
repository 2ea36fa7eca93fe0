package dev.millrace.logger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import dev.millrace.common.PoisonException;
import dev.millrace.common.testkit.EventFiles;
import dev.millrace.common.testkit.EventMutations;
import dev.millrace.common.testkit.FakeContext;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KinesisLoggerHandlerTest {

  private static final int MAX_LINE = 262_118;

  private final FakeContext context = new FakeContext().functionName("ProcessKinesisRecords");
  private final KinesisLoggerHandler handler =
      new KinesisLoggerHandler(
          new KinesisLoggerConfig(MAX_LINE), () -> Instant.parse("2026-01-05T10:00:04Z"));

  @Test
  void theWorkshopsOwnEventIsLogged() {
    assertThat(handler.handleRequest(EventFiles.kinesis("workshop-kinesis-hello"), context))
        .isEqualTo("Successfully processed 1 records.");
    assertThat(context.lines().getFirst())
        .isEqualTo(
            "{\"event\":\"record\","
                + "\"sequenceNumber\":\"49545115243490985018280067714973144582180062593244200961\","
                + "\"subSequenceNumber\":0,\"partitionKey\":\"partitionKey-03\","
                + "\"arrival\":\"2015-04-09T00:00:00Z\",\"format\":\"text\","
                + "\"payload\":\"Hello, this is a test 123.\"}");
    assertThat(context.lines()).hasSize(2);
  }

  @Test
  void jsonTextBinaryAndAggregatesAreTakenApart() {
    assertThat(handler.handleRequest(EventFiles.kinesis("kinesis-logger"), context))
        .isEqualTo("Successfully processed 4 records.");
    var records = context.lines().stream().map(KinesisLoggerHandlerTest::parse).toList();
    assertThat(records)
        .extracting(line -> line.get("format"))
        .containsExactly("json", "text", "binary", "json", "text", "binary", null);
    assertThat(records)
        .extracting(line -> line.get("subSequenceNumber"))
        .containsExactly(0L, 0L, 0L, 0L, 1L, 2L, null);
    assertThat(records.get(1)).containsEntry("payload", "Grüße, this is text.\nOn two lines.");
    assertThat(records.get(2)).containsEntry("payload", "AP/+gAoN");
    assertThat(records.get(3)).containsEntry("payload", Map.of("score", 1L));
    assertThat(records.get(4)).containsEntry("partitionKey", "John");
  }

  @Test
  void theBatchHasItsOwnLine() {
    handler.handleRequest(EventFiles.kinesis("kinesis-logger"), context);
    assertThat(parse(context.lines().getLast()))
        .containsEntry("event", "batch")
        .containsEntry("function", "ProcessKinesisRecords")
        .containsEntry("records", 6L)
        .containsEntry("written", 6L)
        .containsEntry("iteratorAgeMs", 250L);
  }

  @Test
  void numbersOfJsonPayloadsStayExact() {
    handler.handleRequest(
        event("{\"n\":0.10000000000000000001,\"i\":1e5}".getBytes(UTF_8)), context);
    assertThat(parse(context.lines().getFirst()))
        .containsEntry(
            "payload",
            Map.of("n", new BigDecimal("0.10000000000000000001"), "i", new BigDecimal("1e5")));
  }

  @Test
  void noPayloadBreaksTheFormat() {
    byte[][] payloads = {
      {},
      {0, 1, 2, 27, '[', '3', '1', 'm', 127},
      "a\r\nb\u2028c\u2029d\u0085e\"\\".getBytes(UTF_8),
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
      "{\"lone\":\"\\ud800\",\"line\":\"\\u2028\"}".getBytes(UTF_8),
      "[".repeat(1 << 20).getBytes(UTF_8),
      "[".repeat(150).concat("]".repeat(150)).getBytes(UTF_8),
      "{\"a\":1,\"a\":2}".getBytes(UTF_8),
      "1e999999999".getBytes(UTF_8),
    };
    handler.handleRequest(event(payloads), context);
    assertThat(context.lines()).hasSize(payloads.length + 1).allSatisfy(this::isOneJsonLine);
  }

  @Test
  void aPayloadTooLongForALineIsCutAndSaysSo() {
    var text = "\u0001".repeat(1 << 20);
    var json = "{\"a\":\"" + "ä".repeat(500_000) + "\"}";
    var binary = new byte[1 << 20];
    new Random(1).nextBytes(binary);
    var pairs = "\uD83D\uDE00".repeat(1 << 18);
    handler.handleRequest(
        event(text.getBytes(UTF_8), json.getBytes(UTF_8), binary, pairs.getBytes(UTF_8)), context);

    var raws = List.of(text, json, Base64.getEncoder().encodeToString(binary), pairs);
    for (var i = 0; i < raws.size(); i++) {
      var line = context.lines().get(i);
      isOneJsonLine(line);
      assertThat(line.getBytes(UTF_8)).hasSizeBetween(MAX_LINE / 4, MAX_LINE);
      var fields = parse(line);
      assertThat(fields).containsEntry("truncated", true).containsKey("bytes");
      assertThat(raws.get(i)).startsWith((String) fields.get("payload"));
    }
  }

  @Test
  void aFailureFailsTheInvocationAndIsLogged() {
    var event = new KinesisEvent();
    event.setRecords(List.of(new KinesisEventRecord()));
    assertThatThrownBy(() -> handler.handleRequest(event, context))
        .isInstanceOf(PoisonException.class)
        .hasMessage("Records[0] of the event must be an object with a member kinesis");
    assertThat(context.lines()).hasSize(1);
    assertThat(context.lines().getFirst()).contains("Records[0] of the event");
  }

  @Test
  void anEmptyEventIsProcessed() {
    assertThat(handler.handleRequest(new KinesisEvent(), context))
        .isEqualTo("Successfully processed 0 records.");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomBytesAreOneLineEach(long seed) {
    var random = new Random(seed);
    var payloads = new byte[20][];
    for (var i = 0; i < payloads.length; i++) {
      payloads[i] = new byte[random.nextInt(40)];
      random.nextBytes(payloads[i]);
    }
    handler.handleRequest(event(payloads), context);
    assertThat(context.lines()).hasSize(21).allSatisfy(this::isOneJsonLine);
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private void isOneJsonLine(String line) {
    assertThat(line.lines()).hasSize(1);
    assertThat(line).doesNotContain("\u2028", "\u2029", "\u0085");
    assertThat(parse(line)).containsKey("event");
  }

  private static Map<String, @Nullable Object> parse(String line) {
    return switch (Json.object(line.getBytes(UTF_8))) {
      case Decoded.Valid(var map) -> map;
      case Decoded.Malformed(var reason) -> throw new AssertionError(reason + ": " + line);
    };
  }

  private static KinesisEvent event(byte[]... payloads) {
    var event = new KinesisEvent();
    event.setRecords(Arrays.stream(payloads).map(KinesisLoggerHandlerTest::streamRecord).toList());
    return event;
  }

  private static KinesisEventRecord streamRecord(byte[] payload) {
    var kinesis = new KinesisEvent.Record();
    kinesis.setSequenceNumber("1");
    kinesis.setPartitionKey("key");
    kinesis.setData(ByteBuffer.wrap(payload));
    var streamRecord = new KinesisEventRecord();
    streamRecord.setKinesis(kinesis);
    return streamRecord;
  }

  @Test
  void whateverTheEventIsItIsAnsweredOrRefused() {
    EventMutations.run(
        "kinesis-logger", KinesisEvent.class, event -> handler.handleRequest(event, context));
  }
}
