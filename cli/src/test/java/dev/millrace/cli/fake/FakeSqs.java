package dev.millrace.cli.fake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// One queue, whatever its name; a received message is hidden until it is made visible.
public final class FakeSqs implements SqsClient {

  public final List<String> bodies = new ArrayList<>();
  public final Set<String> hidden = new HashSet<>();

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
    return GetQueueUrlResponse.builder().queueUrl("http://queue/" + request.queueName()).build();
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    var messages = new ArrayList<Message>();
    for (var i = 0; i < bodies.size() && messages.size() < request.maxNumberOfMessages(); i++) {
      var id = "message-" + i;
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
