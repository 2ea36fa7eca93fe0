package dev.millrace.cli.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/// The failure messages in an SQS queue, under a prefix of an S3 bucket, or in a file.
public sealed interface FailureMessages {

  /// A message where it is.
  ///
  /// @param place for the user
  /// @param done removes it from where it is
  record Found(String place, String body, Runnable done) {}

  /// All messages that are there. Those of a queue are hidden from others until `close`.
  ///
  /// @throws ReplayException if they cannot be read
  List<Found> all();

  /// Lets others see again what was not removed.
  default void close() {}

  /// Where messages are.
  ///
  /// @param where a queue's name or URL, `s3://BUCKET/PREFIX`, or a path with a `/` or a `.`
  static FailureMessages of(String where, ReplayClients clients) {
    var s3 = Pattern.compile("s3://([^/]+)/?(.*)").matcher(where);
    if (s3.matches()) {
      return new InBucket(clients.s3(), s3.group(1), s3.group(2));
    }
    if (where.startsWith("http://") || where.startsWith("https://")) {
      return new InQueue(clients.sqs(), where);
    }
    if (where.contains("/") || where.contains(".")) {
      return new InFile(Path.of(where));
    }
    var url = clients.sqs().getQueueUrl(request -> request.queueName(where)).queueUrl();
    return new InQueue(clients.sqs(), url);
  }

  /// A file with one message.
  record InFile(Path file) implements FailureMessages {

    @Override
    public List<Found> all() {
      try {
        return List.of(new Found(file.toString(), Files.readString(file), this::delete));
      } catch (IOException e) {
        throw new ReplayException("%s cannot be read: %s".formatted(file, e), e);
      }
    }

    private void delete() {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new ReplayException("%s cannot be removed: %s".formatted(file, e), e);
      }
    }
  }

  /// Objects as Lambda writes them.
  record InBucket(S3Client s3, String bucket, String prefix) implements FailureMessages {

    @Override
    public List<Found> all() {
      var pages =
          s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents();
      return pages.stream().map(object -> found(object.key())).toList();
    }

    private Found found(String key) {
      var body = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
      Runnable done = () -> s3.deleteObject(request -> request.bucket(bucket).key(key));
      return new Found("s3://%s/%s".formatted(bucket, key), body, done);
    }
  }

  /// The messages of a queue, each looked at once.
  final class InQueue implements FailureMessages {

    /// Long enough to send them again.
    private static final int HIDDEN_SECONDS = 300;

    private final SqsClient sqs;
    private final String url;
    private final LinkedHashMap<String, Message> left = new LinkedHashMap<>();

    InQueue(SqsClient sqs, String url) {
      this.sqs = sqs;
      this.url = url;
    }

    @Override
    public List<Found> all() {
      for (var some = receive(); !some.isEmpty(); some = receive()) {
        some.forEach(message -> left.put(message.messageId(), message));
      }
      var found = new ArrayList<Found>();
      left.values()
          .forEach(message ->
              found.add(
                  new Found(
                      "message " + message.messageId(), message.body(), () -> delete(message))));
      return found;
    }

    private List<Message> receive() {
      var request =
          ReceiveMessageRequest.builder()
              .queueUrl(url)
              .maxNumberOfMessages(10)
              .visibilityTimeout(HIDDEN_SECONDS)
              // a long poll asks every host of the queue
              .waitTimeSeconds(1);
      return sqs.receiveMessage(request.build()).messages();
    }

    private void delete(Message message) {
      sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
      left.remove(message.messageId());
    }

    @Override
    public void close() {
      for (var message : left.values()) {
        sqs.changeMessageVisibility(request ->
            request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
      }
    }
  }
}
