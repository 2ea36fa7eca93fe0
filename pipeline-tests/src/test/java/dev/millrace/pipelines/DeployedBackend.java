package dev.millrace.pipelines;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;

/// A stack that somebody deployed, on AWS or on something that speaks like it.
///
/// Makes no resources. What it wrote and can tell from others' it deletes.
final class DeployedBackend implements Backend {

  /// Firehose's buffer for trips is five minutes; windows and batches are shorter.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Instant since = Instant.now().minusSeconds(60);
  private final SdkHttpClient http = Apache5HttpClient.builder().maxConnections(64).build();
  private final AwsCalls aws;
  private final StackNames names;
  private final Run run;
  private final DynamoDbClient dynamoDb;
  private final KinesisClient kinesis;
  private final S3Client s3;
  private final SqsClient sqs;

  DeployedBackend(AwsCalls aws, StackNames names, Run run) {
    this.aws = aws;
    this.names = names;
    this.run = run;
    this.dynamoDb = at(DynamoDbClient.builder()).httpClient(http).build();
    this.kinesis = at(KinesisClient.builder()).httpClient(http).build();
    this.s3 =
        at(S3Client.builder()).httpClient(http).forcePathStyle(aws.endpoint().isPresent()).build();
    this.sqs = at(SqsClient.builder()).httpClient(http).build();
  }

  private <B extends AwsClientBuilder<B, ?>> B at(B builder) {
    aws.endpoint().ifPresent((URI url) -> builder.endpointOverride(url));
    return builder.region(aws.region()).credentialsProvider(aws.credentials());
  }

  @Override
  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  @Override
  public KinesisClient kinesis() {
    return kinesis;
  }

  @Override
  public S3Client s3() {
    return s3;
  }

  @Override
  public SqsClient sqs() {
    return sqs;
  }

  @Override
  public String ref(String logicalId) {
    return names.ref(logicalId);
  }

  @Override
  public List<String> log(String function) {
    var lines = new ArrayList<String>();
    @Nullable String next = null;
    do {
      var answer = aws.logs("FilterLogEvents", request(ref(function), next));
      for (JsonNode event : answer.path("events")) {
        lines.add(event.path("message").asString("").strip());
      }
      next = answer.path("nextToken").asStringOpt().orElse(null);
    } while (next != null);
    return lines;
  }

  private Map<String, Object> request(String function, @Nullable String next) {
    var request = new HashMap<String, Object>();
    request.put("logGroupName", "/aws/lambda/" + function);
    request.put("startTime", since.toEpochMilli());
    if (next != null) {
      request.put("nextToken", next);
    }
    return request;
  }

  @Override
  public Instant since() {
    return since;
  }

  @Override
  public void eventually(Runnable checks) {
    RealTime.eventually(checks, PATIENCE);
  }

  @Override
  public Optional<String> lacks(Ability ability) {
    return Optional.empty();
  }

  @Override
  public void close() {
    new Cleaning(this, run).clean();
    dynamoDb.close();
    kinesis.close();
    s3.close();
    sqs.close();
    http.close();
  }
}
