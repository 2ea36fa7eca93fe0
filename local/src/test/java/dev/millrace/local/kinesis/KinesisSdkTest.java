package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/// The server as AWS's SDK sees it: CBOR over HTTP/1.1 and over HTTP/2.
class KinesisSdkTest {

  private static final Instant START = Instant.parse("2025-11-21T12:00:00.123Z");
  private static final StackClock clock = StackClock.frozenAt(START);
  private static final List<String> published = new CopyOnWriteArrayList<>();
  private static final Gateway gateway = Gateway.open(0);
  private static final StaticCredentialsProvider credentials =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  private static final KinesisClient kinesis =
      KinesisClient.builder()
          .httpClientBuilder(Apache5HttpClient.builder())
          .endpointOverride(gateway.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(credentials)
          .build();

  private static final KinesisAsyncClient async =
      KinesisAsyncClient.builder()
          .httpClientBuilder(NettyNioAsyncHttpClient.builder())
          .endpointOverride(gateway.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(credentials)
          .build();

  @BeforeAll
  static void start() {
    var server = new KinesisServer(clock, "us-east-1", "000000000000", published::add);
    gateway.add(server.service());
  }

  @AfterAll
  static void stop() {
    kinesis.close();
    async.close();
    gateway.close();
    clock.close();
  }

  private static void create(String stream, int shards) {
    kinesis.createStream(r -> r.streamName(stream).shardCount(shards));
  }

  private static String put(String stream, String key, String text) {
    return kinesis
        .putRecord(r -> r.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(text)))
        .sequenceNumber();
  }

  private static List<String> read(
      String stream, ShardIteratorType type, Consumer<GetShardIteratorRequest.Builder> more) {
    var iterator =
        kinesis
            .getShardIterator(r ->
                r.streamName(stream)
                    .shardId("shardId-000000000000")
                    .shardIteratorType(type)
                    .applyMutation(more))
            .shardIterator();
    return kinesis.getRecords(r -> r.shardIterator(iterator)).records().stream()
        .map(record -> record.data().asUtf8String())
        .toList();
  }

  @Test
  void aStreamIsActiveAtOnceAndDescribesItself() {
    create("described", 3);

    var stream = kinesis.describeStream(r -> r.streamName("described")).streamDescription();

    assertThat(stream.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(stream.streamARN())
        .isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/described");
    assertThat(stream.streamCreationTimestamp()).isAfterOrEqualTo(START);
    assertThat(stream.retentionPeriodHours()).isEqualTo(24);
    assertThat(stream.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
    assertThat(stream.shards())
        .extracting(shard -> shard.hashKeyRange().startingHashKey())
        .containsExactly(
            "0",
            "113427455640312821154458202477256070485",
            "226854911280625642308916404954512140970");
  }

  @Test
  void timesKeepTheirMillisecondsInCbor() {
    create("times", 1);
    var now = clock.instant();
    put("times", "k", "x");

    var iterator =
        kinesis
            .getShardIterator(r ->
                r.streamName("times")
                    .shardId("shardId-000000000000")
                    .shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    var record = kinesis.getRecords(r -> r.shardIterator(iterator)).records().getFirst();

    assertThat(record.approximateArrivalTimestamp()).isEqualTo(now);
    assertThat(record.partitionKey()).isEqualTo("k");
    assertThat(record.sequenceNumber()).startsWith("49").hasSize(56);
  }

  @Test
  void everyIteratorTypeStartsAtItsPlace() {
    create("places", 1);
    var first = put("places", "k", "one");
    clock.advance(Duration.ofMillis(5));
    var between = clock.instant();
    put("places", "k", "two");

    assertThat(read("places", ShardIteratorType.TRIM_HORIZON, _ -> {}))
        .containsExactly("one", "two");
    assertThat(read("places", ShardIteratorType.LATEST, _ -> {})).isEmpty();
    assertThat(
            read(
                "places",
                ShardIteratorType.AT_SEQUENCE_NUMBER,
                r -> r.startingSequenceNumber(first)))
        .containsExactly("one", "two");
    assertThat(
            read(
                "places",
                ShardIteratorType.AFTER_SEQUENCE_NUMBER,
                r -> r.startingSequenceNumber(first)))
        .containsExactly("two");
    assertThat(read("places", ShardIteratorType.AT_TIMESTAMP, r -> r.timestamp(between)))
        .containsExactly("two");
  }

  @Test
  void manyRecordsAreWrittenInOneCall() {
    create("many", 4);
    var entries =
        IntStream.range(0, 500)
            .mapToObj(i ->
                PutRecordsRequestEntry.builder()
                    .partitionKey("key" + i)
                    .data(SdkBytes.fromUtf8String("value" + i))
                    .build())
            .toList();

    var answer = kinesis.putRecords(r -> r.streamName("many").records(entries));

    assertThat(answer.failedRecordCount()).isZero();
    assertThat(answer.records()).hasSize(500);
    assertThat(answer.records())
        .extracting(r -> r.shardId())
        .containsOnly(
            "shardId-000000000000",
            "shardId-000000000001",
            "shardId-000000000002",
            "shardId-000000000003");
    assertThat(published).contains("arn:aws:kinesis:us-east-1:000000000000:stream/many");
  }

  @Test
  void anArnNamesAStreamToo() {
    create("byarn", 1);
    var arn = "arn:aws:kinesis:us-east-1:000000000000:stream/byarn";

    kinesis.putRecord(
        r -> r.streamARN(arn).partitionKey("k").data(SdkBytes.fromByteArray(new byte[] {-1, 0})));

    assertThat(kinesis.listShards(r -> r.streamARN(arn)).shards()).hasSize(1);
    assertThat(kinesis.describeStreamSummary(r -> r.streamARN(arn)).streamDescriptionSummary())
        .satisfies(summary -> assertThat(summary.openShardCount()).isEqualTo(1));
  }

  @Test
  void refusalsAreTypedExceptions() {
    create("taken", 1);

    assertThatThrownBy(() -> create("taken", 1))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("Stream taken under account 000000000000 already exists.");
    assertThatThrownBy(() -> put("missing", "k", "x"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Stream missing under account 000000000000 not found.");
    assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator("nonsense")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> put("taken", "", "x"))
        .isInstanceOfSatisfying(
            KinesisException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
    assertThatThrownBy(() -> kinesis.describeAccountSettings(_ -> {}))
        .isInstanceOfSatisfying(
            KinesisException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
              assertThat(e.awsErrorDetails().errorMessage()).contains("DescribeAccountSettings");
              assertThat(e.requestId()).isNotBlank();
            });
  }

  @Test
  void anIteratorExpiresAfterFiveMinutes() {
    create("expiring", 1);
    var iterator =
        kinesis
            .getShardIterator(r ->
                r.streamName("expiring")
                    .shardId("shardId-000000000000")
                    .shardIteratorType("LATEST"))
            .shardIterator();
    clock.advance(Duration.ofMinutes(5).plusMillis(1));

    assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator(iterator)))
        .isInstanceOf(ExpiredIteratorException.class);
  }

  @Test
  void aReaderFollowsASplitToTheChildren() {
    create("split", 1);
    put("split", "k", "before");
    kinesis.splitShard(r ->
        r.streamName("split")
            .shardToSplit("shardId-000000000000")
            .newStartingHashKey("170141183460469231731687303715884105728"));

    var iterator =
        kinesis
            .getShardIterator(r ->
                r.streamName("split")
                    .shardId("shardId-000000000000")
                    .shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    var answer = kinesis.getRecords(r -> r.shardIterator(iterator));

    assertThat(answer.records()).hasSize(1);
    assertThat(answer.nextShardIterator()).isNull();
    assertThat(answer.childShards())
        .extracting(child -> child.shardId())
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    assertThat(answer.childShards().getFirst().parentShards())
        .containsExactly("shardId-000000000000");
  }

  @Test
  void tagsAndRetentionAreKept() {
    kinesis.createStream(
        r -> r.streamName("settings").shardCount(1).tags(Map.of("team", "a", "old", "b")));
    kinesis.removeTagsFromStream(r -> r.streamName("settings").tagKeys("old"));
    kinesis.addTagsToStream(r -> r.streamName("settings").tags(Map.of("stage", "c")));
    kinesis.increaseStreamRetentionPeriod(r -> r.streamName("settings").retentionPeriodHours(48));

    assertThat(kinesis.listTagsForStream(r -> r.streamName("settings")).tags())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .containsExactly("stage=c", "team=a");
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamName("settings"))
                .streamDescriptionSummary()
                .retentionPeriodHours())
        .isEqualTo(48);
  }

  @Test
  void settingsGoThereAndBack() {
    create("set", 1);
    var arn = "arn:aws:kinesis:us-east-1:000000000000:stream/set";
    kinesis.startStreamEncryption(
        r -> r.streamARN(arn).encryptionType(EncryptionType.KMS).keyId("alias/k"));
    kinesis.enableEnhancedMonitoring(
        r -> r.streamARN(arn).shardLevelMetrics(MetricsName.INCOMING_BYTES));
    kinesis.updateMaxRecordSize(r -> r.streamARN(arn).maxRecordSizeInKiB(2048));
    kinesis.updateStreamMode(
        r -> r.streamARN(arn).streamModeDetails(d -> d.streamMode(StreamMode.ON_DEMAND)));
    kinesis.tagResource(r -> r.resourceARN(arn).tags(Map.of("a", "b")));
    kinesis.putResourcePolicy(r -> r.resourceARN(arn).policy("{}"));

    var stream = kinesis.describeStreamSummary(r -> r.streamARN(arn)).streamDescriptionSummary();
    assertThat(stream.encryptionType()).isEqualTo(EncryptionType.KMS);
    assertThat(stream.keyId()).isEqualTo("alias/k");
    assertThat(stream.enhancedMonitoring().getFirst().shardLevelMetrics())
        .containsExactly(MetricsName.INCOMING_BYTES);
    assertThat(stream.maxRecordSizeInKiB()).isEqualTo(2048);
    assertThat(stream.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    assertThat(kinesis.listTagsForResource(r -> r.resourceARN(arn)).tags())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .containsExactly("a=b");
    assertThat(kinesis.getResourcePolicy(r -> r.resourceARN(arn)).policy()).isEqualTo("{}");
    assertThat(kinesis.describeLimits(_ -> {}).onDemandStreamCount()).isPositive();
  }

  @Test
  void theAsyncClientSpeaksHttp2WithPriorKnowledge() throws Exception {
    create("async", 2);
    var puts =
        IntStream.range(0, 200)
            .mapToObj(i ->
                async.putRecord(r ->
                    r.streamName("async")
                        .partitionKey("k" + i)
                        .data(SdkBytes.fromString("v" + i, UTF_8))))
            .toList();
    for (var put : puts) {
      assertThat(put.get(1, TimeUnit.MINUTES).sequenceNumber()).isNotBlank();
    }

    var iterator =
        async
            .getShardIterator(r ->
                r.streamName("async")
                    .shardId("shardId-000000000001")
                    .shardIteratorType("TRIM_HORIZON"))
            .get(1, TimeUnit.MINUTES)
            .shardIterator();
    var second =
        async.getRecords(r -> r.shardIterator(iterator)).get(1, TimeUnit.MINUTES).records();
    assertThat(second.size() + read("async", ShardIteratorType.TRIM_HORIZON, _ -> {}).size())
        .isEqualTo(200);
    assertThat(second).extracting(Record::partitionKey).doesNotHaveDuplicates();
  }

  @Test
  void asyncRefusalsAreTypedToo() {
    assertThat(async.describeStream(r -> r.streamName("nowhere")))
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .withCauseInstanceOf(ResourceNotFoundException.class);
  }
}
