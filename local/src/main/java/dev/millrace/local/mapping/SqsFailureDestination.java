package dev.millrace.local.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends failure messages to SQS queues.
public final class SqsFailureDestination implements FailureDestination {

  private final SqsClient sqs;
  private final Map<String, String> urls = new ConcurrentHashMap<>();

  /// @param sqs for GetQueueUrl and SendMessage
  public SqsFailureDestination(SqsClient sqs) {
    this.sqs = sqs;
  }

  @Override
  public void send(String arn, String message) {
    var url = urls.computeIfAbsent(arn, this::urlOf);
    try {
      sqs.sendMessage(request -> request.queueUrl(url).messageBody(message));
    } catch (RuntimeException e) {
      // the queue may have been made anew elsewhere; ask again next time
      urls.remove(arn);
      throw e;
    }
  }

  @Override
  public void check(String arn) {
    var parts = arn.split(":", -1);
    if (parts.length != 6 || !parts[0].equals("arn") || !parts[2].equals("sqs")) {
      throw new IllegalArgumentException(
          "OnFailure destination must be the ARN of an SQS queue; others are not supported, was "
              + arn);
    }
    if (parts[5].endsWith(".fifo")) {
      throw new IllegalArgumentException(
          "OnFailure destination must be a standard queue, not a FIFO queue, was " + arn);
    }
  }

  private String urlOf(String arn) {
    var name = arn.substring(arn.lastIndexOf(':') + 1);
    return sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
  }
}
