package dev.millrace.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Tag;
import tools.jackson.databind.json.JsonMapper;

class SnsServerTest {

  private static final Instant START = Instant.parse("2026-11-21T10:15:30Z");
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:alarms";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");

  private final StackClock clock = StackClock.frozenAt(START);
  private final FakeQueues queues = new FakeQueues();
  private Activity activity;
  private Gateway gateway;
  private SnsServer server;
  private SnsClient sns;

  @BeforeEach
  void start() {
    activity = new Activity();
    server =
        new SnsServer(
            clock,
            activity,
            queues,
            "us-east-1",
            "000000000000",
            Optional.of(folder.resolve("sns.journal")));
    server.resume();
    gateway = Gateway.open(0);
    gateway.add(server.service());
    sns =
        SnsClient.builder()
            .endpointOverride(gateway.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  @AfterEach
  void stop() {
    sns.close();
    gateway.close();
    server.close();
  }

  private void restart() {
    stop();
    start();
  }

  private void awaitIdle() throws InterruptedException {
    assertThat(activity.awaitStill(server::idle, PATIENCE)).isTrue();
  }

  private String topic() {
    return sns.createTopic(create -> create.name("failures")).topicArn();
  }

  private String subscribe(String topic, Map<String, String> attributes) {
    return sns.subscribe(s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(QUEUE)
                .attributes(attributes)
                .returnSubscriptionArn(true))
        .subscriptionArn();
  }

  private static MessageAttributeValue attribute(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  @Test
  void aQueueGetsAMessageInAwssEnvelope() throws InterruptedException {
    var topic = topic();
    var subscription = subscribe(topic, Map.of());

    var id =
        sns.publish(p ->
                p.topicArn(topic)
                    .subject("Alarm")
                    .message("grüße \"du\" & <ich>")
                    .messageAttributes(Map.of("level", attribute("Number", "3"))))
            .messageId();

    awaitIdle();
    var delivery = queues.taken().getFirst();
    assertThat(delivery.queue()).isEqualTo(QUEUE);
    assertThat(delivery.attributes()).isEmpty();
    assertThat(delivery.body().lines().toList())
        .startsWith(
            "{",
            "  \"Type\" : \"Notification\",",
            "  \"MessageId\" : \"" + id + "\",",
            "  \"TopicArn\" : \"arn:aws:sns:us-east-1:000000000000:failures\",",
            "  \"Subject\" : \"Alarm\",",
            "  \"Message\" : \"grüße \\\"du\\\" & <ich>\",",
            "  \"Timestamp\" : \"2026-11-21T10:15:30.000Z\",",
            "  \"SignatureVersion\" : \"1\",")
        .endsWith(
            "  \"MessageAttributes\" : {",
            "    \"level\" : {\"Type\":\"Number\",\"Value\":\"3\"}",
            "  }",
            "}");
    var document = JsonMapper.shared().readTree(delivery.body());
    assertThat(document.path("UnsubscribeURL").asString())
        .isEqualTo(
            "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn="
                + subscription);
    assertThat(document.path("SigningCertURL").asString())
        .startsWith("https://sns.us-east-1.amazonaws.com/");
  }

  @Test
  void aRawSubscriptionGetsTheMessageAndItsAttributes() throws InterruptedException {
    var topic = topic();
    subscribe(topic, Map.of("RawMessageDelivery", "true"));
    var blob =
        MessageAttributeValue.builder()
            .dataType("Binary")
            .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1}))
            .build();

    sns.publish(p ->
        p.topicArn(topic)
            .message("plain")
            .messageAttributes(Map.of("blob", blob, "text", attribute("String", "t"))));

    awaitIdle();
    var delivery = queues.taken().getFirst();
    assertThat(delivery.body()).isEqualTo("plain");
    assertThat(delivery.attributes().values())
        .extracting(MessageAttribute::dataType, MessageAttribute::text)
        .containsExactlyInAnyOrder(tuple("Binary", "AP8="), tuple("String", "t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{\"kind\":[\"order\"]} ~ MessageAttributes ~ kind-order",
        "{\"level\":[{\"numeric\":[\">\",2]}]} ~ MessageAttributes ~ kind-order",
        "{\"kind\":[{\"anything-but\":[\"order\"]}]} ~ MessageAttributes ~ kind-refund",
        "{\"tags\":[\"b\"]} ~ MessageAttributes ~ kind-order",
        "{\"of\":{\"type\":[{\"prefix\":\"ref\"}]}} ~ MessageBody ~ kind-refund"
      })
  void aFilterPolicyLetsThroughWhatItMatches(String policy, String scope, String passed)
      throws InterruptedException {
    var topic = topic();
    subscribe(
        topic,
        Map.of("FilterPolicy", policy, "FilterPolicyScope", scope, "RawMessageDelivery", "true"));

    publish(topic, "order", "3", "[\"a\",\"b\"]");
    publish(topic, "refund", "1", "[\"c\"]");
    sns.publish(p -> p.topicArn(topic).message("no JSON"));

    awaitIdle();
    assertThat(queues.taken())
        .extracting(delivery -> JsonMapper.shared().readTree(delivery.body()).at("/id").asString())
        .containsExactly(passed);
  }

  private void publish(String topic, String kind, String level, String tags) {
    sns.publish(p ->
        p.topicArn(topic)
            .message("{\"id\":\"kind-%s\",\"of\":{\"type\":\"%s\"}}".formatted(kind, kind))
            .messageAttributes(
                Map.of(
                    "kind",
                    attribute("String", kind),
                    "level",
                    attribute("Number", level),
                    "tags",
                    attribute("String.Array", tags))));
  }

  @Test
  void eachMessageOfABatchSucceedsOrFailsOnItsOwn() throws InterruptedException {
    var topic = topic();
    subscribe(topic, Map.of("RawMessageDelivery", "true"));

    var result =
        sns.publishBatch(b ->
            b.topicArn(topic)
                .publishBatchRequestEntries(
                    entry("a", "one").build(),
                    entry("b", "two").subject("\n").build(),
                    entry("c", "three").build()));

    awaitIdle();
    assertThat(result.successful()).extracting(done -> done.id()).containsExactly("a", "c");
    assertThat(result.failed())
        .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::code)
        .containsExactly(tuple("b", "InvalidParameter"));
    assertThat(queues.taken()).extracting(Delivery::body).containsExactly("one", "three");
    assertThatThrownBy(() ->
            sns.publishBatch(b ->
                b.topicArn(topic)
                    .publishBatchRequestEntries(entry("a", "1").build(), entry("a", "2").build())))
        .isInstanceOf(BatchEntryIdsNotDistinctException.class);
  }

  private static PublishBatchRequestEntry.Builder entry(String id, String message) {
    return PublishBatchRequestEntry.builder().id(id).message(message);
  }

  @Test
  void aQueueThatRefusesIsTriedAgainByTheStacksClock() throws InterruptedException {
    var topic = topic();
    subscribe(topic, Map.of("RawMessageDelivery", "true"));
    queues.refuse(2);

    sns.publish(p -> p.topicArn(topic).message("first"));
    sns.publish(p -> p.topicArn(topic).message("second"));
    awaitIdle();
    assertThat(queues.taken()).isEmpty();
    assertThat(server.undelivered()).isEqualTo(2);

    clock.advance(Duration.ofSeconds(1));
    awaitIdle();
    assertThat(queues.taken()).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    awaitIdle();

    assertThat(queues.taken()).extracting(Delivery::body).containsExactly("first", "second");
    assertThat(clock.nextAlarm()).isEmpty();
  }

  @Test
  void aMessageThatAQueueNeverTakesHoldsNothingUp() throws InterruptedException {
    var topic = topic();
    subscribe(topic, Map.of("RawMessageDelivery", "true"));

    sns.publish(p -> p.topicArn(topic).message(FakeQueues.IMPOSSIBLE));
    sns.publish(p -> p.topicArn(topic).message("next"));
    awaitIdle();

    assertThat(queues.taken()).extracting(Delivery::body).containsExactly("next");
    assertThat(server.undelivered()).isZero();
  }

  @Test
  void topicsSubscriptionsAndMessagesOutliveTheServer() throws InterruptedException {
    var topic = topic();
    var subscription = subscribe(topic, Map.of("RawMessageDelivery", "true"));
    queues.refuse(1);
    sns.publish(p -> p.topicArn(topic).message("late"));
    awaitIdle();

    restart();
    awaitIdle();

    assertThat(queues.taken()).extracting(Delivery::body).containsExactly("late");
    assertThat(subscribe(topic(), Map.of())).isEqualTo(subscription);
    restart();
    awaitIdle();
    assertThat(queues.taken()).hasSize(1);
    sns.deleteTopic(d -> d.topicArn(topic));
    restart();
    assertThat(sns.listTopics().topics()).isEmpty();
    assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
  }

  @Test
  void whatWasSetIsShown() {
    var topic = topic();
    var subscription = subscribe(topic, Map.of());

    sns.setTopicAttributes(
        s -> s.topicArn(topic).attributeName("DisplayName").attributeValue("Failures"));
    sns.setSubscriptionAttributes(s ->
        s.subscriptionArn(subscription)
            .attributeName("FilterPolicy")
            .attributeValue("{\"a\":[\"b\"]}"));
    sns.tagResource(
        t -> t.resourceArn(topic).tags(Tag.builder().key("team").value("blue").build()));

    assertThat(sns.getTopicAttributes(g -> g.topicArn(topic)).attributes())
        .containsEntry("DisplayName", "Failures")
        .containsEntry("SubscriptionsConfirmed", "1")
        .containsEntry("Owner", "000000000000")
        .containsEntry("TopicArn", topic);
    assertThat(sns.getSubscriptionAttributes(g -> g.subscriptionArn(subscription)).attributes())
        .containsEntry("FilterPolicy", "{\"a\":[\"b\"]}")
        .containsEntry("FilterPolicyScope", "MessageAttributes")
        .containsEntry("RawMessageDelivery", "false")
        .containsEntry("Endpoint", QUEUE);
    assertThat(sns.listTagsForResource(l -> l.resourceArn(topic)).tags())
        .extracting(Tag::key, Tag::value)
        .containsExactly(tuple("team", "blue"));
    sns.untagResource(u -> u.resourceArn(topic).tagKeys("team"));
    assertThat(sns.listTagsForResource(l -> l.resourceArn(topic)).tags()).isEmpty();
    assertThat(sns.listSubscriptionsByTopic(l -> l.topicArn(topic)).subscriptions())
        .extracting(each -> each.subscriptionArn())
        .containsExactly(subscription);
    sns.unsubscribe(u -> u.subscriptionArn(subscription));
    assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
  }

  @Test
  void topicsAreListedPageByPage() {
    var state = SnsState.empty("us-east-1", "000000000000");
    for (var i = 0; i < 101; i++) {
      var request = new CreateTopic.Request("topic-" + i, null, null);
      state = CreateTopic.apply(state, request, START).state();
    }

    var first = ListTopics.apply(state, new ListTopics.Request(null), START).output();
    var rest = ListTopics.apply(state, new ListTopics.Request(first.nextToken()), START).output();

    assertThat(first.topics()).hasSize(100);
    assertThat(rest.topics()).hasSize(1).doesNotContainAnyElementsOf(first.topics());
    assertThat(rest.nextToken()).isNull();
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    var topic = topic();

    assertThatThrownBy(() -> sns.createTopic(c -> c.name("orders.fifo")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("FIFO topics are not supported here, was orders.fifo");
    assertThatThrownBy(
            () -> sns.subscribe(s -> s.topicArn(topic).protocol("email").endpoint("a@b.example")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("only sqs is supported here, was email");
    assertThatThrownBy(() -> subscribe(topic, Map.of("RedrivePolicy", "{}")))
        .hasMessageContaining("RedrivePolicy is not one of");
    assertThatThrownBy(() -> subscribe(topic, Map.of("FilterPolicy", "{\"a\":1}")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("FilterPolicy");
    assertThatThrownBy(() -> sns.publish(p -> p.phoneNumber("+491234").message("hello")))
        .isInstanceOf(SnsException.class)
        .hasMessageContaining("Publish does not support the member 'phoneNumber'");
    assertThatThrownBy(() -> sns.publish(p -> p.topicArn(topic + "s").message("hello")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Topic does not exist");
    assertThatThrownBy(
            () -> sns.publish(p -> p.topicArn(topic).message("x".repeat((256 << 10) + 1))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Message too long");
    assertThatThrownBy(() -> sns.listPlatformApplications())
        .hasMessageContaining("ListPlatformApplications is not supported here; sns supports");
  }

  @Test
  void aMessageMayHaveATextForQueues() throws InterruptedException {
    var topic = topic();
    subscribe(topic, Map.of("RawMessageDelivery", "true"));

    sns.publish(p ->
        p.topicArn(topic).messageStructure("json").message("{\"default\":\"d\",\"sqs\":\"q\"}"));
    sns.publish(p -> p.topicArn(topic).messageStructure("json").message("{\"default\":\"d\"}"));

    awaitIdle();
    assertThat(queues.taken()).extracting(Delivery::body).isEqualTo(List.of("q", "d"));
  }
}
