package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.aws.AwsClients;
import dev.millrace.aws.SignedPuts;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;

/// What the quarantine signs, before a server that checks signatures.
class QuarantineSignatureTest {

  private final TransientNio2BlobStore buckets = new TransientNio2BlobStore();
  private final S3Proxy server =
      S3Proxy.builder()
          .blobStore(buckets)
          .endpoint(URI.create("http://127.0.0.1:0"))
          .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
          .stopTimeout(0)
          .build();

  @BeforeEach
  void start() throws Exception {
    server.start();
    buckets.createContainer("poison");
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private SignedPuts puts(String secret) {
    return new SignedPuts(
        AwsClients.http(Duration.ofSeconds(60)),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", secret)),
        Region.US_EAST_1,
        Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + server.getPort()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WildRydesStreamProcessor/wildrydes/shardId-000000000000/4959-0",
        "set aside/ü+&=@:,$!'()*~%/4959-0"
      })
  void itIsAccepted(String key) {
    puts("secret").put("poison", key, Map.of("reason", "no+Name%2C+was"), new byte[] {0, -1, 10});

    var object = buckets.blobMetadata("poison", key);
    assertThat(object).isNotNull();
    assertThat(object.metadata()).containsEntry("reason", "no+Name%2C+was");
  }

  @Test
  void withAnotherSecretItIsRefused() {
    assertThatExceptionOfType(AwsServiceException.class)
        .isThrownBy(() -> puts("other").put("poison", "a", Map.of(), new byte[1]))
        .withMessageContaining("SignatureDoesNotMatch");
  }
}
