package dev.millrace.local.firehose;

import static dev.millrace.local.firehose.World.processing;
import static dev.millrace.local.firehose.World.processor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.InvokeResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.Record;
import tools.jackson.databind.json.JsonMapper;

class FirehosePartitionTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Processor BY_CITY =
      processor(
          "MetadataExtraction",
          "MetadataExtractionQuery",
          "{city: .city, n: .n}",
          "JsonParsingEngine",
          "JQ-1.6");
  private static final Processor LINES = processor("AppendDelimiterToRecord", "Delimiter", "\\n");

  private final World world = new World(FirehosePartitionTest::keys);

  @AfterEach
  void stop() {
    world.close();
  }

  /// Gives every record its first letter as the key `first`.
  private static InvokeResult keys(String name, byte[] event) {
    var answers = new ArrayList<String>();
    for (var record : new JsonMapper().readTree(event).path("records")) {
      var data = record.path("data").asString();
      var text = new String(Base64.getDecoder().decode(data), UTF_8);
      answers.add(
          """
          {"recordId": "%s", "result": "Ok", "data": "%s",
           "metadata": {"partitionKeys": {"first": "%s"}}}
          """
              .formatted(record.path("recordId").asString(), data, text.substring(2, 3)));
    }
    return new InvokeResult.Success(
        ("{\"records\": [" + String.join(",", answers) + "]}").getBytes(UTF_8));
  }

  private void create(String prefix, Processor... processors) {
    world.create(e ->
        e.prefix(prefix)
            .errorOutputPrefix("bad/!{firehose:error-output-type}/")
            .bufferingHints(b -> b.sizeInMBs(64).intervalInSeconds(60))
            .dynamicPartitioningConfiguration(d -> d.enabled(true))
            .processingConfiguration(processing(processors)));
  }

  @Test
  void aKeyThatIsNotInThePrefixMakesNoDifference() throws InterruptedException {
    create("in/!{partitionKeyFromQuery:city}/!{timestamp:yyyy}/", BY_CITY, LINES);
    world.put("{\"city\":\"Bonn\",\"n\":1}", "{\"city\":\"Bonn\",\"n\":2}");
    world.pass(MINUTE);

    assertThat(world.s3.folders("bucket/in/")).containsExactly("Bonn/2026/");
  }

  @Test
  void everyPartitionHasItsOwnBuffer() throws InterruptedException {
    create("in/!{partitionKeyFromQuery:city}/", query("{city: .city}"), LINES);
    world.put("{\"city\":\"Bonn\"}");
    world.pass(Duration.ofSeconds(30));
    world.put("{\"city\":\"Rome\"}", "{\"city\":\"Bonn\",\"n\":1}");
    world.pass(Duration.ofSeconds(30));

    assertThat(world.s3.folders("bucket/in/")).containsExactly("Bonn/2026/11/21/10/");
    assertThat(world.s3.texts("bucket/in/"))
        .containsExactly("{\"city\":\"Bonn\"}\n{\"city\":\"Bonn\",\"n\":1}\n");
    world.pass(Duration.ofSeconds(30));
    assertThat(world.s3.folders("bucket/in/"))
        .containsExactly("Bonn/2026/11/21/10/", "Rome/2026/11/21/10/");
  }

  private static Processor query(String query) {
    return processor(
        "MetadataExtraction", "MetadataExtractionQuery", query, "JsonParsingEngine", "JQ-1.6");
  }

  @Test
  void recordsAreTakenApartThenTransformedThenPartitioned() throws InterruptedException {
    create(
        "in/!{partitionKeyFromLambda:first}-!{partitionKeyFromQuery:b}/!{timestamp:yyyy}/",
        query("{b: (.a // .z)}"),
        processor("Lambda", "LambdaArn", World.FUNCTION, "BufferIntervalInSeconds", "0"),
        processor("RecordDeAggregation", "SubRecordType", "JSON"));
    world.put("{\"a\":1}{\"z\":2}{\"a\":3}");
    world.pass(MINUTE);

    assertThat(world.s3.folders("bucket/in/"))
        .containsExactly("a-1/2026/", "a-3/2026/", "z-2/2026/");
  }

  @Test
  void aRecordWithoutItsKeysGoesToTheErrorPrefix() throws InterruptedException {
    create("in/!{partitionKeyFromQuery:city}/", query("{city: .city}"));
    world.put("{\"town\":\"Bonn\"}", "none");
    world.pass(MINUTE);

    assertThat(world.s3.folders("bucket/bad/")).containsExactly("processing-failed/");
    assertThat(world.s3.texts("bucket/bad/").getFirst().lines())
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(line)
                .contains("\"errorCode\":\"DynamicPartitioning.MetadataExtractionFailed\"")
                .doesNotContain("lambdaARN"));
  }

  @Test
  void aPartitionWhosePrefixIsTooLongGoesToTheErrorPrefix() throws InterruptedException {
    create("in/!{partitionKeyFromQuery:city}/", query("{city: .city}"));
    world.put("{\"city\":\"" + "x".repeat(600) + "\"}");
    world.pass(MINUTE);

    assertThat(world.s3.texts("bucket/bad/"))
        .singleElement()
        .asString()
        .contains("must have at most 512 characters");
  }

  @Test
  void fiveHundredPartitionsMayBeActive() throws InterruptedException {
    create("in/!{partitionKeyFromQuery:k}/", query("{k: .k}"));
    for (var batch = 0; batch < 2; batch++) {
      var records = new ArrayList<Record>();
      for (var i = 0; i < 260; i++) {
        var text = "{\"k\":%d}".formatted(batch * 260 + i);
        records.add(Record.builder().data(SdkBytes.fromUtf8String(text)).build());
      }
      world.firehose.putRecordBatch(b -> b.deliveryStreamName("orders").records(records));
      world.await();
    }
    world.put("{\"k\":1}");
    world.pass(MINUTE);

    assertThat(world.s3.folders("bucket/in/")).hasSize(500);
    assertThat(world.s3.texts("bucket/bad/").getFirst().lines())
        .hasSize(20)
        .allSatisfy(line ->
            assertThat(line)
                .contains("The number of active partitions has exceeded the configured limit"));
  }

  @Test
  void logsAreDecompressedAndTheirMessagesTakenOut() throws IOException, InterruptedException {
    world.create(e ->
        e.prefix("in/")
            .errorOutputPrefix("bad/")
            .processingConfiguration(
                processing(
                    processor("Decompression", "CompressionFormat", "GZIP"),
                    processor("CloudWatchLogProcessing", "DataMessageExtraction", "true"),
                    LINES)));
    var event = "{\"id\":\"1\",\"timestamp\":1,\"message\":\"%s\"}";
    var logs = "{\"messageType\":\"%s\",\"logGroup\":\"g\",\"logEvents\":[%s,%s]}";
    world.put(
        SdkBytes.fromByteArray(
            gzip(logs.formatted("DATA_MESSAGE", event.formatted("a"), event.formatted("b")))),
        SdkBytes.fromByteArray(
            gzip(logs.formatted("CONTROL_MESSAGE", event.formatted("c"), event.formatted("d")))),
        SdkBytes.fromUtf8String("no gzip"),
        SdkBytes.fromByteArray(gzip("no logs")));
    world.pass(MINUTE);

    assertThat(world.s3.texts("bucket/in/")).containsExactly("a\nb\n");
    assertThat(world.s3.texts("bucket/bad/").getFirst().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("Decompression.InvalidGzip", "\"bm8gZ3ppcA==\""),
            line -> assertThat(line).contains("CloudWatchLogProcessing.InvalidRecord"));
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void partitionsThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> create("in/!{partitionKeyFromQuery:b}/", query("{a: .a}")))
        .hasMessageContaining(
            "Prefix: '!{partitionKeyFromQuery:b}' is no key of MetadataExtractionQuery '{a: .a}'");
    assertThatThrownBy(() -> create("in/!{partitionKeyFromQuery:b}/"))
        .hasMessageContaining("needs the processor MetadataExtraction");
    assertThatThrownBy(() -> create("in/!{partitionKeyFromLambda:b}/", BY_CITY))
        .hasMessageContaining("needs the processor Lambda");
    assertThatThrownBy(() -> create("in/", BY_CITY))
        .hasMessageContaining("Prefix: dynamic partitioning needs");
    assertThatThrownBy(() -> create("in/!{partitionKeyFromQuery:a}/", query("{a: ")))
        .hasMessageContaining("MetadataExtractionQuery must be a jq 1.6 query");
    assertThatThrownBy(() -> world.create(e -> e.processingConfiguration(processing(BY_CITY))))
        .hasMessageContaining(
            "MetadataExtraction needs DynamicPartitioningConfiguration with Enabled");
    assertThatThrownBy(() ->
            world.create(e ->
                e.prefix("!{partitionKeyFromQuery:city}/")
                    .errorOutputPrefix("bad/")
                    .dynamicPartitioningConfiguration(d -> d.enabled(true))
                    .processingConfiguration(processing(BY_CITY))))
        .hasMessageContaining("sizeInMBs")
        .hasMessageContaining("greater than or equal to 64");
    assertThatThrownBy(() ->
            world.create(e ->
                e.processingConfiguration(
                    processing(
                        processor("CloudWatchLogProcessing", "DataMessageExtraction", "true")))))
        .hasMessageContaining("CloudWatchLogProcessing needs the processor Decompression");
  }
}
