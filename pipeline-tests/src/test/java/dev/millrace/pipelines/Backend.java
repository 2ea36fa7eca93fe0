package dev.millrace.pipelines;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A place where the template is deployed: clients for its services, and a way to wait.
interface Backend extends AutoCloseable {

  DynamoDbClient dynamoDb();

  KinesisClient kinesis();

  S3Client s3();

  SqsClient sqs();

  /// What `Ref` gives for a resource: the name of a table, stream, bucket or function, the URL of a
  /// queue.
  String ref(String logicalId);

  /// What a function printed so far.
  ///
  /// @param function its logical id
  List<String> log(String function);

  /// Since when objects may be this run's.
  Instant since();

  /// Makes checks that hold once everything that was put has gone through, windows and delivery
  /// buffers included.
  ///
  /// @param checks assertions, which must stay true once they are; may be made several times
  void eventually(Runnable checks);

  /// Why something cannot be done here; nothing if it can.
  Optional<String> lacks(Ability ability);

  /// Leaves nothing behind of what this run made.
  @Override
  void close();
}
