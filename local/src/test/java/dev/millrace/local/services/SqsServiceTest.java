package dev.millrace.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.Gateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class SqsServiceTest {

  private static Gateway gateway;
  private static SqsService service;
  private static SqsClient sqs;

  private String name = "";

  @BeforeAll
  static void start() {
    gateway = Gateway.open(0);
    service = SqsService.start(gateway.port(), "us-east-1", "000000000000");
    gateway.add(service.route());
    sqs = Clients.at(gateway.endpoint(), SqsClient.builder());
  }

  @AfterAll
  static void stop() {
    sqs.close();
    gateway.close();
    service.close();
  }

  @BeforeEach
  void nameTheQueue(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void aMessageIsSentReceivedAndDeleted() {
    var url = create(name);
    sqs.sendMessage(s -> s.queueUrl(url).messageBody("grüße"));

    var messages = sqs.receiveMessage(r -> r.queueUrl(url)).messages();

    assertThat(messages).extracting(Message::body).containsExactly("grüße");
    sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(messages.getFirst().receiptHandle()));
    assertThat(count(url)).isZero();
  }

  @Test
  void tenMessagesGoInOneBatch() {
    var url = create(name);

    var sent =
        sqs.sendMessageBatch(b ->
            b.queueUrl(url)
                .entries(
                    IntStream.range(0, 10)
                        .mapToObj(i ->
                            SendMessageBatchRequestEntry.builder()
                                .id("e" + i)
                                .messageBody("m" + i)
                                .build())
                        .toList()));

    assertThat(sent.successful()).hasSize(10);
    assertThat(sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages())
        .extracting(Message::body)
        .containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
  }

  @Test
  void aMessageThatIsReceivedTooOftenMovesToTheDeadLetterQueue() {
    var dead = create(name + "-dead");
    var deadArn = attribute(dead, QueueAttributeName.QUEUE_ARN);
    var url =
        sqs.createQueue(c ->
                c.queueName(name)
                    .attributes(
                        Map.of(
                            QueueAttributeName.VISIBILITY_TIMEOUT,
                            "0",
                            QueueAttributeName.REDRIVE_POLICY,
                            "{\"deadLetterTargetArn\":\"" + deadArn + "\",\"maxReceiveCount\":2}")))
            .queueUrl();
    sqs.sendMessage(s -> s.queueUrl(url).messageBody("poison"));

    for (var attempt = 0; attempt < 3; attempt++) {
      sqs.receiveMessage(r -> r.queueUrl(url));
    }

    assertThat(sqs.receiveMessage(r -> r.queueUrl(dead).waitTimeSeconds(20)).messages())
        .extracting(Message::body)
        .containsExactly("poison");
  }

  @Test
  void queueUrlsPointToTheGatewayAndArnsNameRegionAndAccount() {
    var url = create(name);

    assertThat(url).isEqualTo(gateway.endpoint() + "/000000000000/" + name);
    assertThat(attribute(url, QueueAttributeName.QUEUE_ARN))
        .isEqualTo("arn:aws:sqs:us-east-1:000000000000:" + name);
  }

  @Test
  void theQueryProtocolIsUnderstoodAtTheQueuesUrl() throws Exception {
    var url = create(name);
    var form =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("Action=SendMessage&MessageBody=hello"))
            .build();

    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(form, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages())
        .extracting(Message::body)
        .containsExactly("hello");
  }

  @Test
  void aMissingQueueIsTheSdksOwnException() {
    assertThatThrownBy(() -> sqs.getQueueUrl(g -> g.queueName(name)))
        .isInstanceOf(QueueDoesNotExistException.class);
  }

  private static String create(String name) {
    return sqs.createQueue(c -> c.queueName(name)).queueUrl();
  }

  private static int count(String url) {
    return Integer.parseInt(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  private static String attribute(String url, QueueAttributeName name) {
    return Objects.requireNonNull(
        sqs.getQueueAttributes(g -> g.queueUrl(url).attributeNames(name)).attributes().get(name));
  }
}
