package dev.millrace.cli.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// Queues whose messages are hidden, once received, until they are made visible.
public final class FakeSqs implements SqsClient {

  /// The bodies of the messages of a queue.
  public List<String> bodies(String queue) {
    return queues.computeIfAbsent(queue, _ -> new ArrayList<>());
  }

  private final Map<String, List<String>> queues = new HashMap<>();
  public final Set<String> hidden = new HashSet<>();

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
    return GetQueueUrlResponse.builder().queueUrl(request.queueName()).build();
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    var bodies = bodies(request.queueUrl());
    var messages = new ArrayList<Message>();
    for (var i = 0; i < bodies.size() && messages.size() < request.maxNumberOfMessages(); i++) {
      var id = request.queueUrl() + i;
      if (hidden.add(id)) {
        messages.add(Message.builder().messageId(id).receiptHandle(id).body(bodies.get(i)).build());
      }
    }
    return ReceiveMessageResponse.builder().messages(messages).build();
  }

  @Override
  public ChangeMessageVisibilityResponse changeMessageVisibility(
      ChangeMessageVisibilityRequest request) {
    if (request.visibilityTimeout() == 0) {
      hidden.remove(request.receiptHandle());
    }
    return ChangeMessageVisibilityResponse.builder().build();
  }
}
