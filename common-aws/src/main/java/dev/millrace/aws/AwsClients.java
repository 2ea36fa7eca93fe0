package dev.millrace.aws;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.LogLines;
import dev.millrace.common.PipelineException;
import dev.millrace.common.RetryableException;
import dev.millrace.common.Snapshots;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;

/// How a deployed function calls AWS.
public final class AwsClients {

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private AwsClients() {}

  /// Builds a client that hides no retry: only the function's own retries know the deadline.
  ///
  /// Region, credentials and endpoint come from the environment, as the SDK has it; besides, a
  /// variable `ENDPOINT_URL` may be empty, as that of a template's parameter is.
  public static <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
      B builder) {
    return build(builder, ANSWER_TIMEOUT);
  }

  /// Builds one that waits so long for an answer.
  public static <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
      B builder, Duration answerTimeout) {
    endpoint(System.getenv()).ifPresent(builder::endpointOverride);
    return builder
        .httpClient(http(answerTimeout))
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /// What `ENDPOINT_URL` says.
  ///
  /// @throws ConfigException if it is no URL
  static Optional<URI> endpoint(Map<String, String> environment) {
    var text = new Env(environment).optional("ENDPOINT_URL", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("https?://[^/?#]+/?")) {
      throw new ConfigException(
          "ENDPOINT_URL", "be an http or https URL with a host and no path", text);
    }
    return Optional.of(URI.create(text));
  }

  /// What carries every call.
  public static SdkHttpClient http(Duration answerTimeout) {
    if (NativeHttp.isThere()) {
      return NativeHttp.open(CONNECTION_TIMEOUT, answerTimeout);
    }
    var http = new SocketHttpClient(CONNECTION_TIMEOUT, answerTimeout, InstantSource.system());
    // a connection cannot be in two places
    Snapshots.release(http::close);
    return http;
  }

  /// Makes a call that the service refuses and that so changes nothing, for a snapshot to hold all
  /// that a call takes. Logs what became of it.
  public static void rehearse(Runnable call) {
    try {
      call.run();
    } catch (PipelineException | SdkException e) {
      LogLines.write(
          LambdaRuntime.getLogger(),
          Map.of("event", "rehearsed for a snapshot", "answer", String.valueOf(e.getMessage())));
    }
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
