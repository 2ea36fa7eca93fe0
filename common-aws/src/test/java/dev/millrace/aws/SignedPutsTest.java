package dev.millrace.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

class SignedPutsTest {

  private static final byte[] DATA = {0, -1, 10};
  private static final String TRACE = "com.amazonaws.xray.traceHeader";

  private final FakeHttp http = new FakeHttp();

  @AfterEach
  void noTrace() {
    System.clearProperty(TRACE);
  }

  private SignedPuts puts(String region, Map<String, String> environment) {
    return new SignedPuts(
        http,
        StaticCredentialsProvider.create(AwsSessionCredentials.create("key", "secret", "session")),
        Region.of(region),
        environment);
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, poison, https://poison.s3.us-east-1.amazonaws.com/a%20b/%C3%BC-1",
    "cn-north-1, poison, https://poison.s3.cn-north-1.amazonaws.com.cn/a%20b/%C3%BC-1",
    "us-east-1, my.poison, https://s3.us-east-1.amazonaws.com/my.poison/a%20b/%C3%BC-1"
  })
  void aBucketIsAHostOfItsRegion(String region, String bucket, String uri) {
    puts(region, Map.of()).put(bucket, "a b/ü-1", Map.of(), DATA);

    assertThat(http.requests.getFirst().httpRequest().getUri()).hasToString(uri);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ENDPOINT_URL, http://127.0.0.1:4566",
    "AWS_ENDPOINT_URL, http://127.0.0.1:4566/",
    "AWS_ENDPOINT_URL_S3, http://127.0.0.1:4566",
    "ENDPOINT_URL, http://127.0.0.1:4566"
  })
  void atAnEndpointOfItsOwnItIsAPath(String variable, String endpoint) {
    puts("us-east-1", Map.of(variable, endpoint)).put("poison", "a/b", Map.of(), DATA);

    assertThat(http.requests.getFirst().httpRequest().getUri())
        .hasToString("http://127.0.0.1:4566/poison/a/b");
  }

  @Test
  void theRequestIsSignedWithItsContentAndItsMetadata() throws IOException {
    System.setProperty(TRACE, "Root=1");

    puts("us-east-1", Map.of()).put("poison", "a", Map.of("reason", "bad"), DATA);

    var request = http.requests.getFirst();
    var headers = request.httpRequest();
    assertThat(headers.firstMatchingHeader("x-amz-meta-reason")).hasValue("bad");
    assertThat(headers.firstMatchingHeader("x-amzn-trace-id")).hasValue("Root=1");
    assertThat(headers.firstMatchingHeader("Content-Length")).hasValue("3");
    assertThat(headers.firstMatchingHeader("X-Amz-Security-Token")).hasValue("session");
    assertThat(headers.firstMatchingHeader("x-amz-content-sha256").orElseThrow())
        .matches("[0-9a-f]{64}");
    assertThat(headers.firstMatchingHeader("Authorization").orElseThrow())
        .startsWith("AWS4-HMAC-SHA256 Credential=key/")
        .contains("/us-east-1/s3/aws4_request, SignedHeaders=")
        .contains("x-amz-meta-reason");
    assertThat(request.contentStreamProvider().orElseThrow().newStream().readAllBytes())
        .isEqualTo(DATA);
  }

  @Test
  void aRefusalHasItsStatusAndWhatS3Said() {
    http.answers.add(403);

    assertThatExceptionOfType(AwsServiceException.class)
        .isThrownBy(() -> puts("us-east-1", Map.of()).put("poison", "a", Map.of(), DATA))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403))
        .withMessageContaining("<Code>Said</Code>");
  }

  @Test
  void silenceIsAFailureOfTheClient() {
    http.broken = true;

    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> puts("us-east-1", Map.of()).put("poison", "a", Map.of(), DATA))
        .withMessage("S3 does not answer: reset");
  }

  private static final class FakeHttp implements SdkHttpClient {

    private final List<HttpExecuteRequest> requests = new ArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private boolean broken;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          requests.add(request);
          if (broken) {
            throw new IOException("reset");
          }
          var status = answers.isEmpty() ? 200 : answers.remove();
          var body = new ByteArrayInputStream("<Error><Code>Said</Code></Error>".getBytes(UTF_8));
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(status).build())
              .responseBody(AbortableInputStream.create(body))
              .build();
        }

        @Override
        public void abort() {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public void close() {}
  }
}
