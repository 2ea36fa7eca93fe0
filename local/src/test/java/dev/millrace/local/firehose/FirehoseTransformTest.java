package dev.millrace.local.firehose;

import static dev.millrace.local.firehose.World.FUNCTION;
import static dev.millrace.local.firehose.World.processing;
import static dev.millrace.local.firehose.World.processor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.KplPacker;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FirehoseTransformTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder = Path.of("");

  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private Function<JsonNode, InvokeResult> function = FirehoseTransformTest::upperCase;
  private final Invoker functions =
      (name, event) -> {
        assertThat(name).isEqualTo("change");
        var document = JSON.readTree(event);
        events.add(document);
        return function.apply(document);
      };
  private World world = new World(functions);

  @AfterEach
  void stop() {
    world.close();
  }

  /// Makes text larger; `drop` is dropped, `fail` fails.
  private static InvokeResult upperCase(JsonNode event) {
    return answer(event, text -> text.toUpperCase(Locale.ROOT));
  }

  private static InvokeResult answer(JsonNode event, Function<String, String> change) {
    var records =
        StreamSupport.stream(event.path("records").spliterator(), false)
            .map(record -> {
              var text = text(record);
              var result =
                  text.contains("drop")
                      ? "Dropped"
                      : text.contains("fail") ? "ProcessingFailed" : "Ok";
              return "{\"recordId\":\"%s\",\"result\":\"%s\",\"data\":\"%s\"}"
                  .formatted(
                      record.path("recordId").asString(), result, base64(change.apply(text)));
            })
            .collect(Collectors.joining(",", "{\"records\":[", "]}"));
    return new InvokeResult.Success(records.getBytes(UTF_8));
  }

  private static String text(JsonNode record) {
    return new String(Base64.getDecoder().decode(record.path("data").asString()), UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private void create(String... parameters) {
    world.create(e ->
        e.prefix("in/")
            .errorOutputPrefix("bad/")
            .processingConfiguration(processing(lambda(parameters))));
  }

  private static Processor lambda(String... parameters) {
    var all = new String[parameters.length + 2];
    all[0] = "LambdaArn";
    all[1] = FUNCTION;
    System.arraycopy(parameters, 0, all, 2, parameters.length);
    return processor("Lambda", all);
  }

  @Test
  void recordsAreDeliveredAsTheFunctionReturnsThem() throws InterruptedException {
    create();
    world.put("one,", "drop,", "two,");

    world.pass(Duration.ofSeconds(59));
    assertThat(events).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(events).hasSize(1);
    assertThat(world.s3.texts("bucket/")).isEmpty();
    world.pass(MINUTE);

    assertThat(world.s3.texts("bucket/in/")).containsExactly("ONE,TWO,");
    assertThat(world.s3.texts("bucket/bad/")).isEmpty();
    assertThat(events.getFirst().path("deliveryStreamArn").asString())
        .isEqualTo("arn:aws:firehose:us-east-1:000000000000:deliverystream/orders");
    assertThat(world.server.statuses().getFirst().recordsBuffered()).isZero();
  }

  @Test
  void aFullBufferIsTransformedAtOnce() throws InterruptedException {
    create("BufferSizeInMBs", "0.2", "BufferIntervalInSeconds", "900");
    world.put("x".repeat(209_715));
    world.await();
    assertThat(events).hasSize(1);
  }

  @Test
  void aRecordThatTheFunctionGivesUpGoesToTheErrorPrefix() throws InterruptedException {
    create("BufferIntervalInSeconds", "0");
    world.put("fail");
    world.pass(MINUTE);

    assertThat(world.s3.folders("bucket/bad/")).containsExactly("processing-failed/2026/11/21/10/");
    assertThat(world.s3.texts("bucket/bad/"))
        .containsExactly(
            """
            {"rawData":"ZmFpbA==","errorCode":"Lambda.ProcessingFailedStatus",\
            "errorMessage":"ProcessingFailed status set for record","attemptsMade":1,\
            "arrivalTimestamp":1795256130000,"attemptEndingTimestamp":1795256130000,\
            "lambdaARN":"arn:aws:lambda:us-east-1:000000000000:function:change"}
            """);
  }

  @ParameterizedTest(name = "{0} retries")
  @CsvSource({"0,1", "2,3"})
  void aFunctionThatFailsIsInvokedAgain(String retries, int attempts) throws InterruptedException {
    function = _ -> new InvokeResult.FunctionError("Unhandled", new byte[0]);
    create("BufferIntervalInSeconds", "0", "NumberOfRetries", retries);
    world.put("one");
    world.pass(MINUTE);

    assertThat(events).hasSize(attempts);
    assertThat(world.s3.texts("bucket/bad/"))
        .singleElement()
        .asString()
        .contains("\"errorCode\":\"Lambda.FunctionError\"", "\"attemptsMade\":" + attempts);
  }

  @Test
  void aFunctionThatIsNotThereFailsItsRecords() throws InterruptedException {
    function = _ -> new InvokeResult.NotReached("ResourceNotFoundException", "gone");
    create("BufferIntervalInSeconds", "0");
    world.put("one");
    world.pass(MINUTE);

    assertThat(world.s3.texts("bucket/bad/"))
        .singleElement()
        .asString()
        .contains("\"errorCode\":\"Lambda.ResourceNotFound\"");
  }

  @Test
  void recordsWaitWhileTheFunctionIsBusy() throws InterruptedException {
    function = _ -> new InvokeResult.NotReached("TooManyRequestsException", "busy");
    create("BufferIntervalInSeconds", "0");
    world.put("one");
    world.pass(Duration.ZERO);
    assertThat(world.server.statuses().getFirst().failures()).isEqualTo(1);

    function = FirehoseTransformTest::upperCase;
    world.pass(Duration.ofSeconds(1));
    world.pass(MINUTE);
    assertThat(world.s3.texts("bucket/in/")).containsExactly("ONE");
  }

  @Test
  void noEventIsLargerThanLambdaTakes() throws InterruptedException {
    create("BufferSizeInMBs", "3", "BufferIntervalInSeconds", "10");
    for (var i = 0; i < 6; i++) {
      world.put("x".repeat(1_000_000));
    }
    world.pass(Duration.ofSeconds(10));

    assertThat(events).hasSizeGreaterThan(1);
    assertThat(events).allSatisfy(event -> assertThat(event.toString()).hasSizeLessThan(6 << 20));
  }

  @Test
  void aRecordOfAStreamKnowsItsPlace() throws InterruptedException {
    world.kinesis.createStream(c -> c.streamName("clicks").shardCount(1));
    world.firehose.createDeliveryStream(c ->
        c.deliveryStreamName("orders")
            .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
            .kinesisStreamSourceConfiguration(k ->
                k.kinesisStreamARN("arn:aws:kinesis:us-east-1:000000000000:stream/clicks")
                    .roleARN(World.ROLE))
            .extendedS3DestinationConfiguration(e ->
                World.destination(
                    e,
                    d ->
                        d.processingConfiguration(
                            processing(lambda("BufferIntervalInSeconds", "0"))))));
    var packed = new KplPacker();
    List.of("a", "b").forEach(data -> packed.add("k", null, data.getBytes(UTF_8)));
    var put =
        world.kinesis.putRecord(p ->
            p.streamName("clicks").partitionKey("k").data(SdkBytes.fromByteArray(packed.pack())));
    world.pass(MINUTE);

    var event = events.getFirst();
    assertThat(event.path("sourceKinesisStreamArn").asString())
        .isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/clicks");
    var second = event.path("records").path(1).path("kinesisRecordMetadata");
    assertThat(second.path("sequenceNumber").asString()).isEqualTo(put.sequenceNumber());
    assertThat(second.path("subsequenceNumber").asInt()).isEqualTo(1);
    assertThat(second.path("shardId").asString()).isEqualTo("shardId-000000000000");
    assertThat(world.s3.texts("bucket/")).containsExactly("AB");
  }

  @Test
  void recordsAreKeptAsTheyCameIfTheBackupIsOn() throws InterruptedException {
    world.create(e ->
        e.prefix("in/")
            .processingConfiguration(processing(lambda("BufferIntervalInSeconds", "0")))
            .s3BackupMode(S3BackupMode.ENABLED)
            .s3BackupConfiguration(b ->
                b.roleARN(World.ROLE)
                    .bucketARN("arn:aws:s3:::archive")
                    .prefix("raw/")
                    .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(30))));
    world.put("one,", "drop,");
    world.pass(Duration.ofSeconds(30));
    assertThat(world.s3.texts("archive/raw/")).containsExactly("one,drop,");
    world.pass(Duration.ofSeconds(30));

    assertThat(world.s3.texts("bucket/in/")).containsExactly("ONE,");
    assertThat(world.server.statuses().getFirst().recordsDelivered()).isEqualTo(1);
  }

  @Test
  void whatWasTransformedIsNotTransformedAgainAfterAKill() throws Exception {
    restart(folder.resolve("firehose.journal"));
    create("BufferIntervalInSeconds", "0");
    world.put("one,");
    world.await();
    var left = copy("1");
    world.put("two,");
    world.await();

    restart(left);
    world.put("three,");
    world.pass(MINUTE);

    assertThat(world.s3.texts("bucket/in/")).containsExactly("ONE,THREE,");
    assertThat(events).hasSize(3);
  }

  @Test
  void whatWaitsForTheFunctionIsTransformedAfterAKill() throws Exception {
    restart(folder.resolve("firehose.journal"));
    create();
    world.put("one,");

    restart(copy("1"));
    world.pass(MINUTE);
    world.pass(MINUTE);

    assertThat(world.s3.texts("bucket/in/")).containsExactly("ONE,");
    assertThat(events).hasSize(1);
  }

  private Path copy(String name) throws IOException {
    return Files.copy(folder.resolve("firehose.journal"), folder.resolve(name));
  }

  private void restart(Path journal) {
    var clock = StackClock.frozenAt(world.clock.instant());
    world.close();
    world = new World(clock, new FakeS3(), functions, _ -> Optional.empty(), Optional.of(journal));
  }

  @Test
  void parametersAreChecked() {
    assertThatThrownBy(() -> create("NumberOfRetries", "301"))
        .hasMessageContaining("Lambda: NumberOfRetries must be a number from 0 to 300, was '301'");
    assertThatThrownBy(() -> create("BufferSizeInMBs", "6"))
        .hasMessageContaining("BufferSizeInMBs must be a number from 0.2 to 3, was '6'");
    assertThatThrownBy(() -> create("Delimiter", "x"))
        .hasMessageContaining("Lambda has the parameters BufferIntervalInSeconds, ");
    assertThatThrownBy(
            () -> world.create(e -> e.processingConfiguration(processing(processor("Lambda")))))
        .hasMessageContaining("Lambda must have the parameter LambdaArn");
    assertThatThrownBy(() ->
            world.create(e ->
                e.processingConfiguration(
                    processing(processor("Lambda", "LambdaArn", FUNCTION + ":live")))))
        .hasMessageContaining("without a version or alias");
  }

  @Test
  void everyRecordOfManyComesThroughOnce() throws InterruptedException {
    function = event -> answer(event, text -> text);
    create("BufferSizeInMBs", "0.2", "BufferIntervalInSeconds", "5");
    var records = IntStream.range(0, 90).mapToObj(i -> i + "x".repeat(9_000)).toList();
    records.forEach(record -> world.put(record + "\n"));
    world.pass(MINUTE);
    world.pass(MINUTE);

    assertThat(String.join("", world.s3.texts("bucket/in/")).lines())
        .containsExactlyInAnyOrderElementsOf(records);
    assertThat(events).hasSizeGreaterThan(3);
  }
}
