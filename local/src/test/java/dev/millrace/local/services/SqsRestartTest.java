package dev.millrace.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsRestartTest {

  @TempDir private Path folder = Path.of("");

  private Path file;
  private Gateway gateway;
  private SqsService service;
  private SqsClient sqs;

  @BeforeEach
  void start() {
    if (file == null) {
      file = folder.resolve("sqs.journal");
    }
    gateway = Gateway.open(0);
    service = SqsService.start(file, gateway.port(), "us-east-1", "000000000000");
    gateway.add(service.route());
    sqs = Clients.at(gateway.endpoint(), SqsClient.builder());
  }

  @AfterEach
  void stop() {
    sqs.close();
    gateway.close();
    service.close();
  }

  /// Goes on with what a kill would leave now.
  private void kill() throws IOException {
    var left = Files.copy(file, folder.resolve(file.getFileName() + "+"));
    stop();
    file = left;
    start();
  }

  private String create(String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(c -> c.queueName(name).attributes(attributes)).queueUrl();
  }

  private String url(String name) {
    return sqs.getQueueUrl(g -> g.queueName(name)).queueUrl();
  }

  private List<Message> receive(String queue) {
    return sqs.receiveMessage(r ->
            r.queueUrl(url(queue))
                .maxNumberOfMessages(10)
                .visibilityTimeout(0)
                .messageAttributeNames("All")
                .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  @Test
  void messagesAreThereAsTheyWereSent() throws IOException {
    create("plain", Map.of());
    var text = MessageAttributeValue.builder().dataType("String.kind").stringValue("ü").build();
    var bytes =
        MessageAttributeValue.builder()
            .dataType("Binary")
            .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 7}))
            .build();
    var sent =
        sqs.sendMessage(s ->
            s.queueUrl(url("plain"))
                .messageBody("{\"a\": \"ü\"}")
                .messageAttributes(Map.of("text", text, "bytes", bytes)));
    receive("plain");

    kill();

    assertThat(receive("plain"))
        .singleElement()
        .satisfies(message -> {
          assertThat(message.messageId()).isEqualTo(sent.messageId());
          assertThat(message.body()).isEqualTo("{\"a\": \"ü\"}");
          assertThat(message.messageAttributes())
              .containsOnly(Map.entry("text", text), Map.entry("bytes", bytes));
          assertThat(message.attributes())
              .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
        });
  }

  @Test
  void whatWasDeletedStaysDeleted() throws IOException {
    create("plain", Map.of());
    create("gone", Map.of());
    sqs.sendMessage(s -> s.queueUrl(url("plain")).messageBody("one"));
    sqs.deleteMessage(
        d -> d.queueUrl(url("plain")).receiptHandle(receive("plain").getFirst().receiptHandle()));
    sqs.sendMessage(s -> s.queueUrl(url("plain")).messageBody("two"));
    sqs.deleteQueue(d -> d.queueUrl(url("gone")));

    kill();

    assertThat(receive("plain")).extracting(Message::body).containsExactly("two");
    assertThat(sqs.listQueues().queueUrls()).containsExactly(url("plain"));
  }

  @Test
  void aQueueKeepsItsSettingsAndItsDeadLetterQueue() throws IOException {
    create("a-dead", Map.of());
    create("z-dead", Map.of());
    var policy =
        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:z-dead\",\"maxReceiveCount\":\"2\"}";
    create(
        "main",
        Map.of(
            QueueAttributeName.VISIBILITY_TIMEOUT, "9", QueueAttributeName.REDRIVE_POLICY, policy));
    sqs.sendMessage(s -> s.queueUrl(url("main")).messageBody("poison"));
    receive("main");

    kill();

    var attributes =
        sqs.getQueueAttributes(g -> g.queueUrl(url("main")).attributeNames(QueueAttributeName.ALL))
            .attributes();
    assertThat(attributes).containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "9");
    assertThat(attributes.get(QueueAttributeName.REDRIVE_POLICY)).contains("z-dead");
    receive("main");
    assertThat(receive("main")).isEmpty();
    assertThat(receive("z-dead")).extracting(Message::body).containsExactly("poison");
  }

  @Test
  void aFifoQueueKeepsItsOrder() throws IOException {
    create(
        "line.fifo",
        Map.of(
            QueueAttributeName.FIFO_QUEUE,
            "true",
            QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
            "true"));
    for (var body : List.of("one", "two", "three")) {
      sqs.sendMessage(s -> s.queueUrl(url("line.fifo")).messageGroupId("g").messageBody(body));
    }

    kill();
    sqs.sendMessage(s -> s.queueUrl(url("line.fifo")).messageGroupId("g").messageBody("two"));
    sqs.sendMessage(s -> s.queueUrl(url("line.fifo")).messageGroupId("g").messageBody("four"));

    assertThat(receive("line.fifo"))
        .extracting(Message::body)
        .containsExactly("one", "two", "three", "four");
  }
}
