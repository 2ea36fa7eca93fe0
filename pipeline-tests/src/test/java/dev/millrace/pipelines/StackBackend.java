package dev.millrace.pipelines;

import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A place with a stack of this machine.
interface StackBackend extends Backend {

  Stack stack();

  SdkClients clients();

  @Override
  default DynamoDbClient dynamoDb() {
    return clients().dynamoDb();
  }

  @Override
  default KinesisClient kinesis() {
    return clients().kinesis();
  }

  @Override
  default S3Client s3() {
    return clients().s3();
  }

  @Override
  default SqsClient sqs() {
    return clients().sqs();
  }

  @Override
  default String ref(String logicalId) {
    return stack().ref(logicalId);
  }

  @Override
  default List<String> log(String function) {
    return stack().logs().lines(ref(function));
  }

  @Override
  default Instant since() {
    return Instant.EPOCH;
  }
}
