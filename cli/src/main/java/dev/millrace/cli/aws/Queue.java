package dev.millrace.cli.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/// An SQS queue whose messages are looked at and left where they are.
public record Queue(SqsClient sqs, String name) {

  /// Long enough to read on, short enough that a broken reading hides no message for long.
  private static final int HIDDEN_SECONDS = 60;

  private static final int PER_CALL = 10;

  /// The bodies of all messages; every message is visible again afterwards.
  public List<String> bodies() {
    var url = sqs.getQueueUrl(GetQueueUrlRequest.builder().queueName(name).build()).queueUrl();
    var messages = new HashMap<String, Message>();
    try {
      for (var some = receive(url); !some.isEmpty(); some = receive(url)) {
        some.forEach(message -> messages.put(message.messageId(), message));
      }
    } finally {
      messages.values().forEach(message -> show(url, message));
    }
    var bodies = new ArrayList<String>();
    messages.values().forEach(message -> bodies.add(message.body()));
    return bodies;
  }

  private List<Message> receive(String url) {
    var request =
        ReceiveMessageRequest.builder()
            .queueUrl(url)
            .maxNumberOfMessages(PER_CALL)
            .visibilityTimeout(HIDDEN_SECONDS)
            // a stack's queue has one host, which gives what there is
            .waitTimeSeconds(0);
    return sqs.receiveMessage(request.build()).messages();
  }

  private void show(String url, Message message) {
    sqs.changeMessageVisibility(
        ChangeMessageVisibilityRequest.builder()
            .queueUrl(url)
            .receiptHandle(message.receiptHandle())
            .visibilityTimeout(0)
            .build());
  }
}
