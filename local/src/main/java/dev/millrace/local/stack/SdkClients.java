package dev.millrace.local.stack;

import dev.millrace.local.iam.Session;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// AWS SDK clients of a stack, on one connection pool.
public final class SdkClients implements AutoCloseable {

  private static final int MOST_SUBSCRIPTIONS = 1000;

  private final URI endpoint;
  private final SdkHttpClient http;
  private final DynamoDbClient dynamoDb;
  private final DynamoDbStreamsClient dynamoDbStreams;
  private final KinesisClient kinesis;
  private final S3Client s3;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final OutsideServices outside;
  private final AwsCredentialsProvider credentials;
  private final boolean own;
  private final Map<Session, SdkClients> ofSessions = new ConcurrentHashMap<>();
  private @Nullable KinesisAsyncClient kinesisAsync;

  /// Clients that sign with a made-up key, for endpoints on this machine.
  public SdkClients(URI endpoint) {
    this(endpoint, OutsideServices.NONE);
  }

  /// Clients that sign with the credentials of a role, such as those of a guest.
  SdkClients(URI endpoint, AwsCredentials credentials) {
    this(
        endpoint,
        OutsideServices.NONE,
        StaticCredentialsProvider.create(credentials),
        false,
        http());
  }

  /// Clients of a stack that takes some services from elsewhere.
  ///
  /// @throws EndpointException if one of them needs credentials and there are none
  public SdkClients(URI endpoint, OutsideServices outside) {
    this(endpoint, outside, OutsideCredentials.MADE_UP, false, http());
  }

  /// The clients of the stack itself, which the embedded Kinesis does not hold to its quotas, and
  /// which no injected fault hits.
  ///
  /// @throws EndpointException if one of them needs credentials and there are none
  static SdkClients own(URI endpoint, OutsideServices outside) {
    return new SdkClients(endpoint, outside, OutsideCredentials.OWN, true, http());
  }

  private SdkClients(
      URI endpoint,
      OutsideServices outside,
      AwsCredentialsProvider credentials,
      boolean own,
      SdkHttpClient http) {
    this.endpoint = endpoint;
    this.outside = outside;
    this.credentials = credentials;
    this.own = own;
    this.http = http;
    this.dynamoDb =
        at(DynamoDbClient.builder(), outside.url(AwsService.DYNAMODB)).httpClient(http).build();
    this.dynamoDbStreams =
        at(DynamoDbStreamsClient.builder(), outside.dynamoDbStreams()).httpClient(http).build();
    this.kinesis = kinesis(KinesisClient.builder()).httpClient(http).build();
    this.s3 =
        at(S3Client.builder(), outside.url(AwsService.S3))
            .httpClient(http)
            .forcePathStyle(true)
            .build();
    this.sns = at(SnsClient.builder(), outside.url(AwsService.SNS)).httpClient(http).build();
    this.sqs = at(SqsClient.builder(), outside.url(AwsService.SQS)).httpClient(http).build();
  }

  private static SdkHttpClient http() {
    return Apache5HttpClient.builder()
        .maxConnections(256)
        .socketTimeout(Duration.ofMinutes(2))
        .build();
  }

  /// The stack's own clients, acting in a role.
  SdkClients as(Session session) {
    return ofSessions.computeIfAbsent(
        session,
        role -> new SdkClients(endpoint, outside, OutsideCredentials.own(role), true, http));
  }

  private <B extends AwsClientBuilder<B, ?>> B at(B builder, Optional<URI> outside) {
    return builder
        .endpointOverride(outside.orElse(endpoint))
        .region(Region.of(Stack.REGION))
        .credentialsProvider(outside.map(OutsideCredentials::of).orElse(credentials));
  }

  private <B extends AwsClientBuilder<B, ?>> B kinesis(B builder) {
    var url = outside.url(AwsService.KINESIS);
    if (own && url.isEmpty()) {
      builder.overrideConfiguration(
          override -> override.addExecutionInterceptor(new OwnKinesisCalls()));
    }
    return at(builder, url);
  }

  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  public DynamoDbStreamsClient dynamoDbStreams() {
    return dynamoDbStreams;
  }

  public KinesisClient kinesis() {
    return kinesis;
  }

  public S3Client s3() {
    return s3;
  }

  public SnsClient sns() {
    return sns;
  }

  public SqsClient sqs() {
    return sqs;
  }

  /// For what Kinesis pushes. Started when it is asked for first, for few stacks need it.
  public synchronized KinesisAsyncClient kinesisAsync() {
    var open = kinesisAsync;
    if (open == null) {
      var http2 =
          NettyNioAsyncHttpClient.builder()
              .protocol(Protocol.HTTP2)
              .maxConcurrency(MOST_SUBSCRIPTIONS)
              // longer than a subscription lasts: silence is no fault, and pings find broken lines
              .readTimeout(Duration.ofMinutes(6));
      open = kinesis(KinesisAsyncClient.builder()).httpClientBuilder(http2).build();
      kinesisAsync = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    ofSessions.values().forEach(SdkClients::close);
    http.close();
    if (kinesisAsync != null) {
      kinesisAsync.close();
    }
  }
}
