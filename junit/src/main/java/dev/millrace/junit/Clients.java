package dev.millrace.junit;

import dev.millrace.local.stack.Stack;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;

/// Clients of the AWS SDK for a stack, made when they are asked for first; one of each type.
final class Clients implements AutoCloseable {

  private static final String ENHANCED =
      "software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhanced";

  /// A stack on a busy machine is slow, not gone.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI endpoint;
  private final SdkHttpClient http =
      Apache5HttpClient.builder()
          .maxConnections(256)
          .connectionTimeout(PATIENCE)
          .connectionAcquisitionTimeout(PATIENCE)
          .socketTimeout(PATIENCE)
          .build();
  private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();

  Clients(URI endpoint) {
    this.endpoint = endpoint;
  }

  /// Whether a type is a client's interface.
  static boolean knows(Class<?> type) {
    return type.isInterface()
        && (SdkClient.class.isAssignableFrom(type) || type.getName().startsWith(ENHANCED));
  }

  <T> T get(Class<T> type) {
    var known = made.get(type);
    if (known != null) {
      return type.cast(known);
    }
    // not while the map is locked: one client may need another
    var client = make(type);
    var earlier = made.putIfAbsent(type, client);
    return type.cast(earlier == null ? client : earlier);
  }

  private Object make(Class<?> type) {
    return switch (type.getName()) {
      case ENHANCED + "Client" -> EnhancedClients.of(get(DynamoDbClient.class));
      case ENHANCED + "AsyncClient" -> EnhancedClients.of(get(DynamoDbAsyncClient.class));
      default -> build(type);
    };
  }

  private Object build(Class<?> type) {
    try {
      if (type.getMethod("builder").invoke(null) instanceof AwsClientBuilder<?, ?> builder) {
        return configured(builder).build();
      }
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new ParameterResolutionException("no client of type " + type.getName(), e);
    }
    throw new ParameterResolutionException(
        "a client must have a builder of AWS clients, was " + type.getName());
  }

  private AwsClientBuilder<?, ?> configured(AwsClientBuilder<?, ?> builder) {
    builder.endpointOverride(endpoint);
    builder.region(Region.of(Stack.REGION));
    builder.credentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    if (builder instanceof S3BaseClientBuilder<?, ?> s3) {
      s3.forcePathStyle(true);
    }
    if (builder instanceof AwsSyncClientBuilder<?, ?> sync) {
      sync.httpClient(http);
    }
    if (builder instanceof AwsAsyncClientBuilder<?, ?> async) {
      var netty =
          NettyNioAsyncHttpClient.builder()
              .connectionTimeout(PATIENCE)
              .connectionAcquisitionTimeout(PATIENCE)
              .readTimeout(PATIENCE);
      // Kinesis pushes over HTTP/2
      async.httpClientBuilder(
          builder instanceof KinesisAsyncClientBuilder ? netty.protocol(Protocol.HTTP2) : netty);
    }
    return builder;
  }

  @Override
  public void close() {
    for (var client : made.values()) {
      if (client instanceof SdkClient sdk) {
        sdk.close();
      }
    }
    http.close();
  }
}
