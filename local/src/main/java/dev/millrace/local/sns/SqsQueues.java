package dev.millrace.local.sns;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Queues of SQS, found by name, whatever region and account their ARNs say.
final class SqsQueues implements Queues {

  private final SqsClient sqs;
  private final Map<String, String> urls = new ConcurrentHashMap<>();

  SqsQueues(SqsClient sqs) {
    this.sqs = sqs;
  }

  @Override
  public void send(Delivery delivery) {
    var name = delivery.queue().substring(delivery.queue().lastIndexOf(':') + 1);
    var url = urls.computeIfAbsent(name, _ -> sqs.getQueueUrl(g -> g.queueName(name)).queueUrl());
    try {
      sqs.sendMessage(s ->
          s.queueUrl(url)
              .messageBody(delivery.body())
              .messageAttributes(attributes(delivery.attributes())));
    } catch (SqsException e) {
      // the queue may have been made anew; ask again next time
      urls.remove(name);
      throw isRefusal(e) ? new UndeliverableException(String.valueOf(e.getMessage()), e) : e;
    }
  }

  private static boolean isRefusal(SqsException e) {
    return e.statusCode() / 100 == 4
        && !e.isThrottlingException()
        && !(e instanceof QueueDoesNotExistException);
  }

  private static Map<String, MessageAttributeValue> attributes(
      Map<String, MessageAttribute> attributes) {
    var values = new HashMap<String, MessageAttributeValue>();
    attributes.forEach((name, attribute) -> {
      var value = MessageAttributeValue.builder().dataType(attribute.dataType());
      values.put(
          name,
          attribute.binaryValue() == null
              ? value.stringValue(attribute.stringValue()).build()
              : value.binaryValue(SdkBytes.fromByteArray(attribute.binaryValue())).build());
    });
    return values;
  }
}
