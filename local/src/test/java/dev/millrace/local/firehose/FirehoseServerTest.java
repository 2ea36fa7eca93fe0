package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.KplPacker;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.services.Clients;
import dev.millrace.local.services.S3Service;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyInputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ResourceInUseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class FirehoseServerTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ROLE = "arn:aws:iam::000000000000:role/delivery";

  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private static Gateway s3Gateway;
  private static S3Service s3Service;
  private static S3Client s3;

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-11-21T10:15:30Z"));
  private final StreamSignals signals = new StreamSignals();
  private Gateway gateway;
  private KinesisClient kinesis;
  private FirehoseServer server;
  private FirehoseClient firehose;
  private String bucket;

  @BeforeAll
  static void startS3() {
    s3Gateway = Gateway.open(0);
    s3Service = S3Service.start();
    s3Gateway.add(s3Service.route());
    s3 = Clients.at(s3Gateway.endpoint(), S3Client.builder().forcePathStyle(true));
  }

  @AfterAll
  static void stopS3() {
    s3.close();
    s3Gateway.close();
    s3Service.close();
  }

  @BeforeEach
  void start(TestInfo test) {
    var name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    bucket = name.substring(0, Math.min(50, name.length())) + "-" + BUCKETS.incrementAndGet();
    gateway = Gateway.open(0);
    gateway.add(
        new KinesisServer(clock, "us-east-1", "000000000000", signals::published, Quotas.none())
            .service());
    kinesis = Clients.at(gateway.endpoint(), KinesisClient.builder());
    var glue = new GlueServer(clock, "000000000000", Optional.empty());
    gateway.add(glue.service());
    server =
        new FirehoseServer(
            clock,
            new Neighbours(s3, kinesis, glue, Functions.NONE, _ -> Optional.empty(), signals),
            new Activity(),
            "us-east-1",
            "000000000000",
            7);
    gateway.add(server.service());
    firehose = Clients.at(gateway.endpoint(), FirehoseClient.builder());
    s3.createBucket(c -> c.bucket(bucket));
  }

  @AfterEach
  void stop() {
    server.close();
    firehose.close();
    kinesis.close();
    gateway.close();
  }

  @Test
  void recordsAreDeliveredWhenTheIntervalEnds() throws InterruptedException {
    create("orders", c -> c.prefix("in/"));
    put("orders", "one,");
    put("orders", "two,");

    clock.advance(Duration.ofSeconds(59));
    assertThat(server.awaitIdle(LONG)).isTrue();
    assertThat(keys()).isEmpty();

    pass(Duration.ofSeconds(1));
    assertThat(keys())
        .singleElement()
        .asString()
        .matches("in/2026/11/21/10/orders-1-2026-11-21-10-15-30-[0-9a-f-]{36}");
    assertThat(content()).isEqualTo("one,two,");
    assertThat(server.statuses())
        .containsExactly(new DeliveryStatus("orders", 2, 0, 0, 2, 1, 0, true));
  }

  @Test
  void aFullBufferIsDeliveredAtOnce() throws InterruptedException {
    create("orders", c -> {});
    var half = "x".repeat(1 << 19);
    put("orders", half);
    assertThat(keys()).isEmpty();

    put("orders", half);

    assertThat(server.awaitIdle(LONG)).isTrue();
    assertThat(content()).hasSize(1 << 20);
  }

  @Test
  void withoutAnIntervalARecordIsDeliveredAtOnce() throws InterruptedException {
    create("orders", c -> c.bufferingHints(b -> b.sizeInMBs(1).intervalInSeconds(0)));

    put("orders", "now");

    assertThat(server.awaitIdle(LONG)).isTrue();
    assertThat(content()).isEqualTo("now");
  }

  @Test
  void aBatchIsTakenInOrderAndEveryRecordGetsAnId() throws InterruptedException {
    create("orders", c -> {});

    var response =
        firehose.putRecordBatch(b ->
            b.deliveryStreamName("orders")
                .records(IntStream.range(0, 500).mapToObj(i -> record(i + ";")).toList()));

    assertThat(response.failedPutCount()).isZero();
    assertThat(response.requestResponses())
        .hasSize(500)
        .extracting(PutRecordBatchResponseEntry::recordId)
        .doesNotHaveDuplicates();
    pass(Duration.ofMinutes(1));
    assertThat(content().split(";"))
        .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(Integer::toString).toList());
  }

  @Test
  void aDelimiterFollowsEachRecordHoweverItIsSpelled() throws InterruptedException {
    for (var spelling : List.of("\n", "\\n")) {
      var name = spelling.length() == 1 ? "plain" : "escaped";
      create(
          name,
          c ->
              c.prefix(name + "/")
                  .processingConfiguration(p ->
                      p.enabled(true)
                          .processors(
                              Processor.builder()
                                  .type("AppendDelimiterToRecord")
                                  .parameters(
                                      ProcessorParameter.builder()
                                          .parameterName("Delimiter")
                                          .parameterValue(spelling)
                                          .build())
                                  .build())));
      put(name, "a");
      put(name, "b");
    }
    pass(Duration.ofMinutes(1));

    assertThat(content()).isEqualTo("a\nb\na\nb\n");
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP,.gz,gzip", "ZIP,.zip,zip",
    "Snappy,.snappy,snappy-java", "HADOOP_SNAPPY,.snappy,hadoop-snappy"
  })
  void anObjectMayBeCompressed(String format, String extension, String encoding) throws Exception {
    create("orders", c -> c.compressionFormat(format));
    put("orders", "text ");
    put("orders", "more");
    pass(Duration.ofMinutes(1));

    var key = keys().getFirst();

    assertThat(key).endsWith(extension);
    assertThat(s3.headObject(h -> h.bucket(bucket).key(key)).contentEncoding()).isEqualTo(encoding);
    assertThat(unpacked(format, bytes(key))).isEqualTo("text more");
  }

  @Test
  void keysFollowTheTimeZoneAndTheExtension() throws InterruptedException {
    create(
        "orders",
        c ->
            c.prefix("z/!{timestamp:dd-HH}/")
                .errorOutputPrefix("e/!{firehose:error-output-type}/")
                .customTimeZone("Asia/Tokyo")
                .fileExtension(".jsonl"));
    put("orders", "one");
    pass(Duration.ofMinutes(1));

    assertThat(keys())
        .singleElement()
        .asString()
        .matches("z/21-19/orders-1-2026-11-21-19-15-30-[0-9a-f-]{36}\\.jsonl");
  }

  @Test
  void aWrongPrefixIsRefusedWithItsRule() {
    assertThatThrownBy(() -> create("a", c -> c.prefix("!{timestamp:yyyy}/")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("ErrorOutputPrefix is required if Prefix has expressions");
    assertThatThrownBy(() -> create("a", c -> c.customTimeZone("Mars/Base")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("CustomTimeZone must be the name of a time zone");
  }

  @Test
  void recordsOutliveAMissingBucket() throws InterruptedException {
    s3.deleteBucket(d -> d.bucket(bucket));
    create("orders", c -> {});
    put("orders", "kept");
    pass(Duration.ofMinutes(1));
    assertThat(server.statuses().getFirst().failures()).isEqualTo(1);
    assertThat(server.statuses().getFirst().recordsBuffered()).isEqualTo(1);

    s3.createBucket(c -> c.bucket(bucket));
    pass(Duration.ofSeconds(1));

    assertThat(content()).isEqualTo("kept");
  }

  @Test
  void aDeletedDeliveryStreamDeliversWhatItTook() throws InterruptedException {
    create("orders", c -> {});
    put("orders", "last");

    firehose.deleteDeliveryStream(d -> d.deliveryStreamName("orders"));

    assertThat(server.awaitIdle(LONG)).isTrue();
    assertThat(content()).isEqualTo("last");
    assertThatThrownBy(() -> put("orders", "late"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Firehose orders under account 000000000000 not found.");
  }

  @Test
  void aDescriptionEchoesTheSettingsWithTheirDefaults() {
    firehose.createDeliveryStream(c ->
        c.deliveryStreamName("orders")
            .extendedS3DestinationConfiguration(
                e -> e.roleARN(ROLE).bucketARN("arn:aws:s3:::" + bucket)));

    var description =
        firehose
            .describeDeliveryStream(d -> d.deliveryStreamName("orders"))
            .deliveryStreamDescription();

    assertThat(description.deliveryStreamARN())
        .isEqualTo("arn:aws:firehose:us-east-1:000000000000:deliverystream/orders");
    assertThat(description.deliveryStreamStatusAsString()).isEqualTo("ACTIVE");
    assertThat(description.createTimestamp()).isEqualTo(clock.instant());
    var s3 = description.destinations().getFirst().extendedS3DestinationDescription();
    assertThat(s3.bufferingHints().sizeInMBs()).isEqualTo(5);
    assertThat(s3.bufferingHints().intervalInSeconds()).isEqualTo(300);
    assertThat(s3.compressionFormat()).isEqualTo(CompressionFormat.UNCOMPRESSED);
    assertThat(s3.s3BackupMode()).isEqualTo(S3BackupMode.DISABLED);
  }

  @Test
  void namesAreListedPageByPage() {
    for (var name : List.of("c", "a", "b")) {
      create(name, c -> {});
    }

    var first = firehose.listDeliveryStreams(l -> l.limit(2));
    var rest = firehose.listDeliveryStreams(l -> l.exclusiveStartDeliveryStreamName("b"));

    assertThat(first.deliveryStreamNames()).containsExactly("a", "b");
    assertThat(first.hasMoreDeliveryStreams()).isTrue();
    assertThat(rest.deliveryStreamNames()).containsExactly("c");
    assertThat(rest.hasMoreDeliveryStreams()).isFalse();
  }

  @Test
  void aTakenNameIsRefused() {
    create("orders", c -> {});

    assertThatThrownBy(() -> create("orders", c -> {})).isInstanceOf(ResourceInUseException.class);
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    assertThatThrownBy(() -> firehose.startDeliveryStreamEncryption(e -> e.deliveryStreamName("a")))
        .hasMessageContaining("StartDeliveryStreamEncryption");
    assertThatThrownBy(() -> create("a", c -> c.s3BackupMode(S3BackupMode.ENABLED)))
        .hasMessageContaining("S3BackupConfiguration is required if S3BackupMode is Enabled");
    assertThatThrownBy(() -> firehose.createDeliveryStream(c -> c.deliveryStreamName("a")))
        .hasMessageContaining(
            "Either ExtendedS3DestinationConfiguration or AmazonopensearchserviceDestinationConfiguration");
  }

  @Test
  void bufferingHintsHaveBoundsAndComeInPairs() {
    assertThatThrownBy(() -> create("a", c -> c.bufferingHints(b -> b.sizeInMBs(5))))
        .hasMessageContaining("must be given both or neither");
    assertThatThrownBy(
            () -> create("a", c -> c.bufferingHints(b -> b.sizeInMBs(129).intervalInSeconds(60))))
        .hasMessageContaining("sizeInMBs")
        .hasMessageContaining("less than or equal to 128");
    assertThatThrownBy(
            () -> create("a", c -> c.bufferingHints(b -> b.sizeInMBs(1).intervalInSeconds(901))))
        .hasMessageContaining("intervalInSeconds")
        .hasMessageContaining("less than or equal to 900");
  }

  @Test
  void putsBeyondTheLimitsAreRefused() {
    create("orders", c -> {});

    assertThatThrownBy(() -> put("orders", "x".repeat(1_024_001)))
        .isInstanceOf(FirehoseException.class)
        .hasMessageContaining("record.data")
        .hasMessageContaining("less than or equal to 1024000");
    assertThatThrownBy(() -> putBatch("orders", 501, 1))
        .hasMessageContaining("less than or equal to 500");
    assertThatThrownBy(() -> putBatch("orders", 5, 1_000_000))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("4 MiB");
    assertThat(server.statuses().getFirst().recordsIn()).isZero();
  }

  @Test
  void aKinesisStreamIsDeliveredFromNowOn() throws InterruptedException {
    createStream("clicks", 1);
    send("clicks", "before");
    createFromStream("archive", "clicks");

    send("clicks", "after,");
    send("clicks", "later,");

    assertThat(server.awaitIdle(LONG)).isTrue();
    pass(Duration.ofMinutes(1));
    assertThat(content()).isEqualTo("after,later,");
    assertThat(server.statuses().getFirst().caughtUp()).isTrue();
  }

  @Test
  void aPlaceInTheSourceIsKeptWhileIteratorsExpire() throws InterruptedException {
    createStream("clicks", 1);
    send("clicks", "before");
    createFromStream("archive", "clicks");

    for (var record : List.of("one,", "two,")) {
      pass(Duration.ofMinutes(10));
      send("clicks", record);
    }

    assertThat(server.awaitIdle(LONG)).isTrue();
    pass(Duration.ofMinutes(1));
    assertThat(content()).isEqualTo("one,two,");
  }

  @Test
  void aggregatesAreDeliveredRecordByRecord() throws InterruptedException {
    createStream("clicks", 1);
    createFromStream("archive", "clicks");

    var packed = new KplPacker();
    List.of("a,", "b,", "c,").forEach(data -> packed.add("k", null, data.getBytes(UTF_8)));
    kinesis.putRecord(
        p -> p.streamName("clicks").partitionKey("k").data(SdkBytes.fromByteArray(packed.pack())));
    send("clicks", "d,");

    assertThat(server.awaitIdle(LONG)).isTrue();
    assertThat(server.statuses().getFirst().recordsIn()).isEqualTo(4);
    pass(Duration.ofMinutes(1));
    assertThat(content()).isEqualTo("a,b,c,d,");
  }

  @Test
  void aSplitShardIsReadBeforeItsChildrenAndNothingIsLost() throws InterruptedException {
    createStream("clicks", 1);
    createFromStream("archive", "clicks");
    send("clicks", "parent,");
    kinesis.splitShard(s ->
        s.streamName("clicks")
            .shardToSplit("shardId-000000000000")
            .newStartingHashKey("170141183460469231731687303715884105728"));
    for (var i = 0; i < 20; i++) {
      send("clicks", i + ",");
    }

    assertThat(server.awaitIdle(LONG)).isTrue();
    pass(Duration.ofMinutes(1));

    var records = List.of(content().split(","));
    assertThat(records).hasSize(21);
    assertThat(records.getFirst()).isEqualTo("parent");
    assertThat(records.subList(1, 21))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 20).mapToObj(Integer::toString).toList());
  }

  @Test
  void manyRecordsOfSeveralShardsAllArriveInTheOrderOfTheirShards() throws InterruptedException {
    createStream("clicks", 3);
    createFromStream("archive", "clicks");
    var random = new Random(3);
    var sent = new ArrayList<String>();
    for (var i = 0; i < 200; i++) {
      var record = "key%d:%03d".formatted(random.nextInt(6), i);
      kinesis.putRecord(p ->
          p.streamName("clicks")
              .partitionKey(record.substring(0, 4))
              .data(SdkBytes.fromUtf8String(record + ",")));
      sent.add(record);
    }

    assertThat(server.awaitIdle(LONG)).isTrue();
    pass(Duration.ofMinutes(1));

    var delivered = List.of(content().split(","));
    assertThat(delivered).containsExactlyInAnyOrderElementsOf(sent);
    for (var key = 0; key < 6; key++) {
      var prefix = "key" + key;
      assertThat(delivered.stream().filter(r -> r.startsWith(prefix))).isSorted();
    }
  }

  @Test
  void directPutsAreRefusedIfAStreamIsTheSource() {
    createStream("clicks", 1);
    createFromStream("archive", "clicks");

    assertThatThrownBy(() -> put("archive", "x"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("not permitted on KinesisStreamAsSource");
  }

  @Test
  void aSourceMustExist() {
    assertThatThrownBy(() -> createFromStream("archive", "nowhere"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("stream/nowhere");
    assertThat(server.statuses()).isEmpty();
  }

  private void create(String name, Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
    firehose.createDeliveryStream(
        c -> c.deliveryStreamName(name).extendedS3DestinationConfiguration(destination(settings)));
  }

  private void createFromStream(String name, String stream) {
    firehose.createDeliveryStream(c ->
        c.deliveryStreamName(name)
            .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
            .kinesisStreamSourceConfiguration(k ->
                k.kinesisStreamARN("arn:aws:kinesis:us-east-1:000000000000:stream/" + stream)
                    .roleARN(ROLE))
            .extendedS3DestinationConfiguration(destination(e -> {})));
  }

  private Consumer<ExtendedS3DestinationConfiguration.Builder> destination(
      Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
    return e -> {
      e.roleARN(ROLE)
          .bucketARN("arn:aws:s3:::" + bucket)
          .bufferingHints(b -> b.sizeInMBs(1).intervalInSeconds(60));
      settings.accept(e);
    };
  }

  private void createStream(String name, int shards) {
    kinesis.createStream(c -> c.streamName(name).shardCount(shards));
  }

  private void send(String stream, String record) {
    kinesis.putRecord(
        p -> p.streamName(stream).partitionKey(record).data(SdkBytes.fromUtf8String(record)));
  }

  private void put(String name, String record) {
    firehose.putRecord(p -> p.deliveryStreamName(name).record(record(record)));
  }

  private void putBatch(String name, int count, int bytes) {
    var records = Collections.nCopies(count, record("x".repeat(bytes)));
    firehose.putRecordBatch(b -> b.deliveryStreamName(name).records(records));
  }

  private static Record record(String text) {
    return Record.builder().data(SdkBytes.fromUtf8String(text)).build();
  }

  /// Moves the clock, and waits for what that started.
  private void pass(Duration time) throws InterruptedException {
    clock.advance(time);
    assertThat(server.awaitIdle(LONG)).isTrue();
  }

  private List<String> keys() {
    return s3.listObjectsV2(l -> l.bucket(bucket)).contents().stream().map(S3Object::key).toList();
  }

  /// All objects, one after the other in the order of their keys.
  private String content() {
    var text = new StringBuilder();
    keys().forEach(key -> text.append(new String(bytes(key), UTF_8)));
    return text.toString();
  }

  private byte[] bytes(String key) {
    return s3.getObjectAsBytes(g -> g.bucket(bucket).key(key)).asByteArray();
  }

  private static String unpacked(String format, byte[] bytes) throws IOException {
    var packed = new ByteArrayInputStream(bytes);
    try (var in =
        switch (format) {
          case "GZIP" -> new GZIPInputStream(packed);
          case "ZIP" -> {
            var zip = new ZipInputStream(packed);
            zip.getNextEntry();
            yield zip;
          }
          case "Snappy" -> new SnappyInputStream(packed);
          // one block of one piece, each with its length
          default ->
              new ByteArrayInputStream(
                  Snappy.uncompress(Arrays.copyOfRange(bytes, 8, bytes.length)));
        }) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
