package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.crash;
import static dev.millrace.local.mapping.FakeFunction.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.services.S3Service;
import dev.millrace.local.services.SqsService;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Mappings that read the Kinesis server and report to queues, topics and buckets; queues and
/// buckets over HTTP.
class FailureDestinationsTest {

  private static final String REGION = "eu-west-1";
  private static final String ACCOUNT = "000000000000";
  private static final String TOPIC = "arn:aws:sns:eu-west-1:000000000000:failures";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FIRST_SHARD = "0";
  private static final String SECOND_SHARD = "170141183460469231731687303715884105728";

  private static Gateway gateway;
  private static SqsService queues;
  private static S3Service buckets;
  private static SqsClient sqs;
  private static S3Client s3;

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final List<String> batches = new ArrayList<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final FakeTopics topics = new FakeTopics();
  private Gateway server;
  private KinesisClient kinesis;
  private DynamoDbStreamsClient unused;
  private FakeBuckets puts;
  private EventSourceMappings mappings;
  private String name;

  @BeforeAll
  static void startServices() {
    gateway = Gateway.open(0);
    queues = SqsService.start(gateway.port(), REGION, ACCOUNT);
    buckets = S3Service.start();
    gateway.add(queues.route());
    gateway.add(buckets.route());
    sqs = TestClients.at(gateway.endpoint(), SqsClient.builder());
    s3 = TestClients.at(gateway.endpoint(), S3Client.builder().forcePathStyle(true));
  }

  @AfterAll
  static void stopServices() {
    s3.close();
    sqs.close();
    gateway.close();
    buckets.close();
    queues.close();
  }

  @BeforeEach
  void start(TestInfo test) {
    name = "t" + Integer.toUnsignedString(test.getDisplayName().hashCode());
    server = Gateway.open(0);
    server.add(
        new KinesisServer(clock, REGION, ACCOUNT, signals::published, Quotas.none()).service());
    kinesis = TestClients.at(server.endpoint(), KinesisClient.builder());
    unused = TestClients.at(server.endpoint(), DynamoDbStreamsClient.builder());
    kinesis.createStream(stream -> stream.streamName("wildrydes").shardCount(2));
    puts = new FakeBuckets(s3);
    mappings =
        new EventSourceMappings(
            clock,
            this::invoke,
            kinesis,
            unused,
            new FailureDestinations(sqs, topics, puts),
            signals,
            new Activity());
  }

  @AfterEach
  void stop() {
    mappings.close();
    kinesis.close();
    unused.close();
    server.close();
    clock.close();
  }

  private synchronized InvokeResult invoke(String function, byte[] event) {
    var tree = JsonMapper.shared().readTree(event);
    events.add(tree);
    var batch = new ArrayList<String>();
    tree.get("Records")
        .forEach(record -> batch.add(new String(record.at("/kinesis/data").binaryValue(), UTF_8)));
    batches.add(function + " " + String.join(" ", batch));
    return batch.contains("poison") ? crash() : success("null");
  }

  private synchronized List<String> batches() {
    return List.copyOf(batches);
  }

  private synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  private void produce(String message, String hashKey) {
    kinesis.putRecord(put ->
        put.streamName("wildrydes")
            .partitionKey("Shadowfax")
            .explicitHashKey(hashKey)
            .data(SdkBytes.fromUtf8String(message)));
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private void passTime() throws InterruptedException {
    settle();
    for (var next = clock.nextAlarm(); next.isPresent(); next = clock.nextAlarm()) {
      clock.advance(Duration.between(clock.instant(), next.get()));
      settle();
    }
  }

  private String bucket() {
    return "arn:aws:s3:::" + name;
  }

  private List<String> keys() {
    return s3.listObjectsV2(list -> list.bucket(name)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private JsonNode object(String key) {
    return JsonMapper.shared()
        .readTree(s3.getObjectAsBytes(get -> get.bucket(name).key(key)).asByteArray());
  }

  @Test
  @Proves({Rule.PAYLOAD, Rule.OBJECT_KEY})
  void aBucketGetsTheDocumentAndTheEventUnderTheTimeItWasGivenUp() throws InterruptedException {
    s3.createBucket(create -> create.bucket(name));
    mappings.start(new TestConfig().retries(1).toQueue(bucket()).build());

    produce("poison", FIRST_SHARD);
    passTime();

    var key = keys().getFirst();
    assertThat(keys()).hasSize(1);
    assertThat(key)
        .matches(
            "aws/lambda/11111111-2222-3333-4444-555555555555/shardId-000000000000/2026/01/01/2026-01-01T00\\.00\\.00-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    var document = (ObjectNode) object(key);
    assertThat(document.get("timestamp").asString()).isEqualTo("2026-01-01T00:00:00.500Z");
    assertThat(document.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
    assertThat(document.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(1);
    assertThat(document.propertyNames())
        .containsExactly(
            "requestContext",
            "responseContext",
            "version",
            "timestamp",
            "KinesisBatchInfo",
            "payload");
    assertThat(document.get("payload")).isEqualTo(events().getLast());
  }

  @Test
  @Proves(Rule.ONLY_THE_OLD_ARE_GIVEN_UP)
  void recordsThatAreTooOldAreStoredWithoutHavingBeenDelivered() throws InterruptedException {
    s3.createBucket(create -> create.bucket(name));
    produce("old", FIRST_SHARD);
    clock.advance(Duration.ofSeconds(61));
    mappings.start(new TestConfig().maximumAge(60).toQueue(bucket()).build());

    settle();

    assertThat(events()).isEmpty();
    var document = object(keys().getFirst());
    assertThat(document.at("/requestContext/condition").asString()).isEqualTo("RecordAgeExceeded");
    assertThat(document.at("/payload/Records/0/kinesis/data").binaryValue())
        .isEqualTo("old".getBytes(UTF_8));
  }

  @Test
  @Proves({
    Rule.DOCUMENT_VERSION_AND_TIME,
    Rule.A_DESTINATION_THAT_IS_DOWN_HOLDS_ITS_SHARD,
    Rule.A_DESTINATION_THAT_IS_DOWN_HOLDS_NOTHING_ELSE,
    Rule.A_DESTINATION_THAT_IS_DOWN_IS_VISIBLE
  })
  void aBucketThatIsNotThereHoldsItsShardOnlyAndGetsItsMessageLater() throws InterruptedException {
    var queue = sqs.createQueue(create -> create.queueName(name)).queueUrl();
    mappings.start(new TestConfig().retries(0).toQueue(bucket()).build());
    mappings.start(
        new TestConfig()
            .uuid("u2")
            .function("other")
            .retries(0)
            .toQueue("arn:aws:sqs:eu-west-1:000000000000:" + name)
            .build());
    produce("poison", FIRST_SHARD);
    settle();
    assertThat(mappings.statuses().getFirst().lastProcessingResult())
        .startsWith("PROBLEM: ")
        .containsIgnoringCase("bucket");

    produce("next", FIRST_SHARD);
    produce("fine", SECOND_SHARD);
    settle();
    assertThat(batches())
        .containsExactlyInAnyOrder(
            "consumer poison", "consumer fine", "other poison", "other next", "other fine");
    assertThat(sqs.receiveMessage(receive -> receive.queueUrl(queue)).messages()).hasSize(1);
    assertThat(mappings.statuses().getFirst().recordsBuffered()).isEqualTo(2);

    s3.createBucket(create -> create.bucket(name));
    passTime();

    assertThat(keys()).hasSize(1);
    assertThat(object(keys().getFirst()).get("timestamp").asString())
        .as("when it was given up, not when it was stored")
        .isEqualTo("2026-01-01T00:00:00.000Z");
    assertThat(batches()).last().isEqualTo("consumer next");
    assertThat(mappings.statuses().getFirst().recordsBuffered()).isZero();
  }

  @Test
  @Proves(Rule.A_MESSAGE_SENT_TWICE)
  void aMessageThatIsSentAgainReplacesItsObject() throws InterruptedException {
    s3.createBucket(create -> create.bucket(name));
    puts.loseAnswers(2);
    mappings.start(new TestConfig().retries(0).toQueue(bucket()).build());

    produce("poison", FIRST_SHARD);
    passTime();

    assertThat(puts.keys()).hasSize(3).containsOnly(puts.keys().getFirst());
    assertThat(keys()).containsExactly(puts.keys().getFirst());
  }

  @Test
  @Proves(Rule.DOCUMENT_WITHOUT_RECORDS)
  void aTopicGetsTheDocumentAsItsMessage() throws InterruptedException {
    topics.refuse(1);
    mappings.start(new TestConfig().retries(0).toQueue(TOPIC).build());

    produce("poison", FIRST_SHARD);
    passTime();

    assertThat(topics.published()).hasSize(1);
    var published = topics.published().getFirst();
    assertThat(published.topicArn()).isEqualTo(TOPIC);
    var document = JsonMapper.shared().readTree(published.message());
    assertThat(document.at("/requestContext/condition").asString())
        .isEqualTo("RetryAttemptsExhausted");
    assertThat(document.at("/KinesisBatchInfo/startSequenceNumber"))
        .isEqualTo(events().getFirst().at("/Records/0/kinesis/sequenceNumber"));
    assertThat(document.has("payload")).isFalse();
  }
}
