package dev.millrace.aws;

import dev.millrace.common.ConfigException;
import dev.millrace.common.PipelineException;
import dev.millrace.common.RetryableException;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// How a deployed function calls AWS.
public final class AwsClients {

  private AwsClients() {}

  /// Builds a client that hides no retry: only the function's own retries know the deadline.
  ///
  /// Region, credentials and endpoint come from the environment.
  public static <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
      B builder) {
    return builder
        .httpClientBuilder(http())
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /// What carries every call.
  static UrlConnectionHttpClient.Builder http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(Duration.ofSeconds(2))
        .socketTimeout(Duration.ofSeconds(5));
  }

  /// Tells a call that may succeed later from one that the service will always refuse.
  ///
  /// @param call what failed, such as `PutRecordBatch to trips`
  public static PipelineException failure(String call, SdkException e) {
    var refused =
        e instanceof AwsServiceException answer
            && !answer.isThrottlingException()
            && answer.statusCode() < 500;
    return refused
        ? new ConfigException(call, "be accepted", String.valueOf(e.getMessage()))
        : new RetryableException(call, e);
  }
}
