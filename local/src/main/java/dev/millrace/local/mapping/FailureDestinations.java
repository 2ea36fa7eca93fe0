package dev.millrace.local.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends failure messages to SQS queues, SNS topics and S3 buckets, as their ARN says.
///
/// A queue's message body and a topic's message are the document; an object is the document with
/// the invocation's event as `payload`. A message that is sent again because its answer was lost
/// replaces its object; a queue and a topic get it twice, with the same request id.
///
/// Deviates from AWS: a queue is found by its name, whatever region and account its ARN says.
public final class FailureDestinations implements FailureDestination {

  private final SqsClient finding;
  private final SqsClient sqs;
  private final SnsClient sns;
  private final S3Client s3;
  private final Map<String, String> queueUrls = new ConcurrentHashMap<>();

  /// @param sqs for GetQueueUrl and SendMessage
  /// @param sns for Publish
  /// @param s3 for PutObject
  public FailureDestinations(SqsClient sqs, SnsClient sns, S3Client s3) {
    this(sqs, sqs, sns, s3);
  }

  /// Destinations of somebody who may not look for queues.
  ///
  /// @param finding for GetQueueUrl
  public FailureDestinations(SqsClient finding, SqsClient sqs, SnsClient sns, S3Client s3) {
    this.finding = finding;
    this.sqs = sqs;
    this.sns = sns;
    this.s3 = s3;
  }

  @Override
  public void check(String arn) {
    DestinationArn.parse(arn);
  }

  @Override
  public void send(String arn, Message message) {
    var to = DestinationArn.parse(arn);
    switch (to.kind()) {
      case SQS -> sendToQueue(to.name(), message);
      case SNS -> sns.publish(publish -> publish.topicArn(arn).message(message.text()));
      case S3 ->
          s3.putObject(
              put -> put.bucket(to.name()).key(message.key()).contentType("application/json"),
              RequestBody.fromBytes(message.withPayload()));
    }
  }

  private void sendToQueue(String name, Message message) {
    var url = queueUrl(name);
    try {
      sqs.sendMessage(request -> request.queueUrl(url).messageBody(message.text()));
    } catch (RuntimeException e) {
      // the queue may have been made anew elsewhere; ask again next time
      queueUrls.remove(name);
      throw e;
    }
  }

  /// Asks outside of the map, so that no shard waits for another one's answer.
  private String queueUrl(String name) {
    var known = queueUrls.get(name);
    if (known != null) {
      return known;
    }
    var url = finding.getQueueUrl(request -> request.queueName(name)).queueUrl();
    queueUrls.put(name, url);
    return url;
  }
}
