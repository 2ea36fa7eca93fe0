package dev.millrace.pipelines;

import java.util.List;
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

  /// The name of the bucket with this logical id.
  String bucket(String logicalId);

  /// What a function printed so far.
  List<String> log(String function);

  /// Waits until everything that was put has gone through, windows and delivery buffers included.
  void settle();

  @Override
  void close();
}
