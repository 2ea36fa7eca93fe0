package dev.millrace.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Puts objects into S3 by requests that the SDK signs, without the SDK's client of S3, which adds
/// 4 MB to an archive.
///
/// Buckets of endpoints that are configured are addressed by path, others by host. FIPS and dual
/// stack endpoints have to be configured.
///
/// See `https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html`.
public final class SignedPuts implements ObjectStore {

  private static final int REFUSED = 300;
  private static final int MOST_MESSAGE_BYTES = 1000;

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final Map<String, String> environment;

  /// Puts that are signed for a region.
  ///
  /// @param environment where configured endpoints and the trace of the invocation are
  public SignedPuts(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      Region region,
      Map<String, String> environment) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.environment = environment;
  }

  /// As a deployed function calls: region, credentials and endpoint come from the environment.
  static SignedPuts ofThisFunction() {
    return new SignedPuts(
        AwsClients.http(AwsClients.ANSWER_TIMEOUT),
        DefaultCredentialsProvider.builder().build(),
        new DefaultAwsRegionProviderChain().getRegion(),
        System.getenv());
  }

  @Override
  public void put(String bucket, String key, Map<String, String> metadata, byte[] data) {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(bucketUri(bucket))
            .putHeader("Content-Length", String.valueOf(data.length));
    request.encodedPath(
        request.encodedPath().replaceAll("/$", "")
            + "/"
            + SdkHttpUtils.urlEncodeIgnoreSlashes(key));
    metadata.forEach((name, value) -> request.putHeader("x-amz-meta-" + name, value));
    trace().ifPresent(trace -> request.putHeader("X-Amzn-Trace-Id", trace));
    var signed =
        AwsV4HttpSigner.create()
            .sign(sign ->
                sign.identity(credentials.resolveCredentials())
                    .request(request.build())
                    .payload(ContentStreamProvider.fromByteArrayUnsafe(data))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
    send(
        HttpExecuteRequest.builder()
            .request(signed.request())
            .contentStreamProvider(signed.payload().orElseThrow())
            .build());
  }

  private void send(HttpExecuteRequest request) {
    try {
      var answer = http.prepareRequest(request).call();
      var message = message(answer);
      var status = answer.httpResponse().statusCode();
      if (status >= REFUSED) {
        throw AwsServiceException.builder()
            .statusCode(status)
            .message(message)
            .awsErrorDetails(AwsErrorDetails.builder().errorMessage(message).build())
            .build();
      }
    } catch (IOException e) {
      throw SdkClientException.create("S3 does not answer: " + e.getMessage(), e);
    }
  }

  /// Reads the answer, so that its connection can be used again.
  private static String message(HttpExecuteResponse answer) throws IOException {
    if (answer.responseBody().isEmpty()) {
      return "status " + answer.httpResponse().statusCode();
    }
    try (var body = answer.responseBody().get()) {
      return new String(body.readNBytes(MOST_MESSAGE_BYTES), StandardCharsets.UTF_8);
    }
  }

  private URI bucketUri(String bucket) {
    return endpoint()
        .map(endpoint -> URI.create(endpoint.replaceAll("/$", "") + "/" + bucket))
        .orElseGet(() -> {
          var domain = "s3." + region.id() + "." + PartitionMetadata.of(region).dnsSuffix();
          // a dot in its name does not fit the certificate
          return URI.create(
              bucket.contains(".")
                  ? "https://" + domain + "/" + bucket
                  : "https://" + bucket + "." + domain);
        });
  }

  private Optional<String> endpoint() {
    return AwsClients.endpoint(environment)
        .map(URI::toString)
        .or(() -> variable("AWS_ENDPOINT_URL_S3"))
        .or(() -> variable("AWS_ENDPOINT_URL"));
  }

  private Optional<String> trace() {
    return Optional.ofNullable(System.getProperty("com.amazonaws.xray.traceHeader"))
        .or(() -> variable("_X_AMZN_TRACE_ID"));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
