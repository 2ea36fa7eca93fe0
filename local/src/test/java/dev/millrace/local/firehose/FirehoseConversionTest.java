package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.format.Rows;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.glue.GlueCalls;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.services.Clients;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.SchemaConfiguration;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import tools.jackson.databind.json.JsonMapper;

class FirehoseConversionTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ROLE = "arn:aws:iam::000000000000:role/delivery";
  private static final String FAILURES = "e/format-conversion-failed/";

  @TempDir private Path folder = Path.of("");

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-11-21T10:15:30Z"));
  private final FakeS3 s3 = new FakeS3();
  private Run run;

  /// One life of the servers.
  private final class Run implements AutoCloseable {

    private final Gateway gateway = Gateway.open(0);
    private final KinesisClient kinesis = Clients.at(gateway.endpoint(), KinesisClient.builder());
    private final FirehoseClient client = Clients.at(gateway.endpoint(), FirehoseClient.builder());
    private final GlueServer glue =
        new GlueServer(clock, "000000000000", Optional.of(folder.resolve("glue.journal")));
    private final FirehoseServer server =
        new FirehoseServer(
            clock,
            new Neighbours(
                s3, kinesis, glue, Functions.NONE, _ -> Optional.empty(), new StreamSignals()),
            new Activity(),
            "us-east-1",
            "000000000000",
            7,
            Optional.of(folder.resolve("firehose.journal")));

    Run() {
      gateway.add(glue.service());
      gateway.add(server.service());
      server.resume();
    }

    @Override
    public void close() {
      server.close();
      glue.close();
      client.close();
      kinesis.close();
      gateway.close();
    }
  }

  @BeforeEach
  void start() {
    run = new Run();
    GlueCalls.createOrders(run.gateway.endpoint());
  }

  @AfterEach
  void stop() {
    run.close();
  }

  @Test
  void recordsBecomeRowsAndFailuresDocuments() throws InterruptedException {
    create(_ -> {});
    put("{\"id\":1,\"note\":\"one\"}{\"ID\":2}");
    put("{\"id\":\"not a number\"}");
    put("{\"id\":3,\"note\":\"three\"}");
    pass(Duration.ofSeconds(60));

    assertThat(s3.objects.keySet())
        .satisfiesExactly(
            key ->
                assertThat(key)
                    .matches("d/2026/orders-1-2026-11-21-10-15-30-[0-9a-f-]{36}.parquet"),
            key ->
                assertThat(key).matches(FAILURES + "orders-1-2026-11-21-10-15-30-[0-9a-f-]{36}"));
    assertThat(rows())
        .containsExactly(List.of("1", "one"), List.of("2", "null"), List.of("3", "three"));
    var document = JsonMapper.shared().readTree(s3.under(FAILURES).getFirst());
    assertThat(Base64.getDecoder().decode(document.path("rawData").asString()))
        .asString(UTF_8)
        .isEqualTo("{\"id\":\"not a number\"}");
    assertThat(document.path("attemptsMade").asInt()).isEqualTo(1);
    assertThat(document.path("arrivalTimestamp").asLong())
        .isEqualTo(Instant.parse("2026-11-21T10:15:30Z").toEpochMilli());
    assertThat(document.path("attemptEndingTimestamp").asLong())
        .isEqualTo(Instant.parse("2026-11-21T10:16:30Z").toEpochMilli());
    assertThat(document.at("/dataCatalogTable/tableName").asString()).isEqualTo("orders");
    assertThat(document.at("/dataCatalogTable/databaseName").asString()).isEqualTo("shop");
  }

  @Test
  void aBatchOfFailuresIsNoFile() throws InterruptedException {
    create(_ -> {});
    put("[1]");
    pass(Duration.ofSeconds(60));

    assertThat(s3.objects.keySet()).singleElement().asString().startsWith(FAILURES);
  }

  @Test
  void failuresThatCannotBeWrittenHoldTheBatchBackUntilTheyAre() throws InterruptedException {
    create(_ -> {});
    s3.refused = FAILURES;
    put("nonsense");
    put("{\"id\":1}");
    pass(Duration.ofSeconds(60));
    assertThat(s3.objects).isEmpty();
    assertThat(run.server.statuses().getFirst().recordsBuffered()).isEqualTo(2);

    s3.refused = "nothing";
    pass(Duration.ofSeconds(1));

    assertThat(s3.objects).hasSize(2);
    assertThat(rows()).containsExactly(List.of("1", "null"));
  }

  @Test
  void orcIsWrittenToo() throws InterruptedException {
    create(c ->
        c.dataFormatConversionConfiguration(d ->
            d.schemaConfiguration(schema(_ -> {}))
                .inputFormatConfiguration(i -> i.deserializer(x -> x.hiveJsonSerDe(_ -> {})))
                .outputFormatConfiguration(o -> o.serializer(x -> x.orcSerDe(_ -> {})))));
    put("{\"id\":1}");
    pass(Duration.ofSeconds(60));

    assertThat(s3.objects.keySet()).singleElement().asString().endsWith(".orc");
    assertThat(s3.under("d/").getFirst()).startsWith("ORC".getBytes(UTF_8));
  }

  @Test
  void aConversionGoesOnAfterARestart() throws InterruptedException {
    create(_ -> {});
    put("{\"id\":1}");
    put("nonsense");
    run.close();
    run = new Run();
    put("{\"id\":2}");
    pass(Duration.ofSeconds(60));

    assertThat(rows()).containsExactly(List.of("1", "null"), List.of("2", "null"));
    assertThat(s3.under(FAILURES)).hasSize(1);
  }

  @Test
  void withoutHintsABufferHas128MiB() {
    run.client.createDeliveryStream(c ->
        c.deliveryStreamName("orders")
            .extendedS3DestinationConfiguration(
                e -> converting(e.bucketARN("arn:aws:s3:::bucket").roleARN(ROLE))));

    var hints =
        run.client
            .describeDeliveryStream(d -> d.deliveryStreamName("orders"))
            .deliveryStreamDescription()
            .destinations()
            .getFirst()
            .extendedS3DestinationDescription()
            .bufferingHints();

    assertThat(hints.sizeInMBs()).isEqualTo(128);
    assertThat(hints.intervalInSeconds()).isEqualTo(300);
  }

  @Test
  void whatBreaksARuleIsRefusedByName() {
    refused(c -> c.bufferingHints(b -> b.sizeInMBs(63).intervalInSeconds(60)), "sizeInMBs");
    refused(
        c -> c.compressionFormat(CompressionFormat.GZIP),
        "CompressionFormat must be UNCOMPRESSED with DataFormatConversionConfiguration");
    refused(
        c ->
            c.processingConfiguration(p ->
                p.enabled(true)
                    .processors(Processor.builder().type("AppendDelimiterToRecord").build())),
        "AppendDelimiterToRecord is not supported with DataFormatConversionConfiguration");
    refusedSchema(
        s -> s.tableName("nowhere"),
        "Glue table shop.nowhere cannot be read: Table nowhere not found.");
    refusedSchema(s -> s.region("eu-west-1"), "Region must be us-east-1, was 'eu-west-1'");
    refusedSchema(s -> s.catalogId("1"), "CatalogId must be 000000000000, was '1'");
    refusedSchema(s -> s.versionId("7"), "VersionId must be LATEST or 0, was '7'");
    refusedSchema(s -> s.roleARN(null), "SchemaConfiguration.RoleARN is required");
    refused(
        c -> c.dataFormatConversionConfiguration(d -> d.enabled(true)),
        "SchemaConfiguration is required");
    refused(
        c -> c.dataFormatConversionConfiguration(d -> d.schemaConfiguration(schema(_ -> {}))),
        "InputFormatConfiguration.Deserializer must have either OpenXJsonSerDe or HiveJsonSerDe");
    assertThat(run.server.statuses()).isEmpty();
  }

  @Test
  void aConversionThatIsNotEnabledConvertsNothing() throws InterruptedException {
    create(c -> c.dataFormatConversionConfiguration(d -> d.enabled(false)));
    put("plain");
    pass(Duration.ofSeconds(60));

    assertThat(s3.under("d/")).containsExactly("plain".getBytes(UTF_8));
  }

  private void refused(
      Consumer<ExtendedS3DestinationConfiguration.Builder> settings, String message) {
    assertThatThrownBy(() -> create(settings)).hasMessageContaining(message);
  }

  private void refusedSchema(Consumer<SchemaConfiguration.Builder> settings, String message) {
    assertThatThrownBy(() ->
            create(c ->
                c.dataFormatConversionConfiguration(d ->
                    d.schemaConfiguration(schema(settings))
                        .inputFormatConfiguration(
                            i -> i.deserializer(x -> x.openXJsonSerDe(_ -> {})))
                        .outputFormatConfiguration(
                            o -> o.serializer(x -> x.parquetSerDe(_ -> {}))))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(message);
  }

  private void create(Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
    run.client.createDeliveryStream(c ->
        c.deliveryStreamName("orders")
            .extendedS3DestinationConfiguration(e -> {
              converting(e);
              e.bucketARN("arn:aws:s3:::bucket")
                  .roleARN(ROLE)
                  .prefix("d/!{timestamp:yyyy}/")
                  .errorOutputPrefix("e/!{firehose:error-output-type}/")
                  .bufferingHints(b -> b.sizeInMBs(64).intervalInSeconds(60));
              settings.accept(e);
            }));
  }

  private static void converting(ExtendedS3DestinationConfiguration.Builder destination) {
    destination.dataFormatConversionConfiguration(d ->
        d.enabled(true)
            .schemaConfiguration(schema(_ -> {}))
            .inputFormatConfiguration(i -> i.deserializer(x -> x.openXJsonSerDe(_ -> {})))
            .outputFormatConfiguration(o -> o.serializer(x -> x.parquetSerDe(_ -> {}))));
  }

  private static Consumer<SchemaConfiguration.Builder> schema(
      Consumer<SchemaConfiguration.Builder> settings) {
    return s -> {
      s.roleARN(ROLE).databaseName("shop").tableName("orders");
      settings.accept(s);
    };
  }

  private void put(String text) {
    run.client.putRecord(
        p -> p.deliveryStreamName("orders").record(r -> r.data(SdkBytes.fromUtf8String(text))));
  }

  private void pass(Duration time) throws InterruptedException {
    clock.advance(time);
    assertThat(run.server.awaitIdle(LONG)).isTrue();
  }

  private List<List<String>> rows() {
    return s3.under("d/").stream()
        .flatMap(file -> Rows.query(file, "select id, note from FILE").stream())
        .toList();
  }

  /// Keeps objects by their keys, and refuses those of one prefix.
  private static final class FakeS3 implements S3Client {

    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private volatile String refused = "nothing";

    List<byte[]> under(String prefix) {
      return objects.entrySet().stream()
          .filter(object -> object.getKey().startsWith(prefix))
          .map(Map.Entry::getValue)
          .toList();
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
      if (request.key().startsWith(refused)) {
        throw SdkClientException.create("refused");
      }
      try (var bytes = body.contentStreamProvider().newStream()) {
        objects.put(request.key(), bytes.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
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
