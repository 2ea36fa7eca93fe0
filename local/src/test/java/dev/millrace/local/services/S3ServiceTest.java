package dev.millrace.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.Gateway;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ServiceTest {

  private static final int PART = 5 << 20;

  private static Gateway gateway;
  private static S3Service service;
  private static S3Client s3;

  private String bucket = "";

  @BeforeAll
  static void start() {
    gateway = Gateway.open(0);
    service = S3Service.start();
    gateway.add(service.route());
    s3 = client(gateway.endpoint());
  }

  @AfterAll
  static void stop() {
    s3.close();
    gateway.close();
    service.close();
  }

  @BeforeEach
  void makeABucket(TestInfo test) {
    bucket = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    s3.createBucket(c -> c.bucket(bucket));
  }

  @Test
  void anObjectIsPutReadListedAndDeleted() {
    s3.putObject(p -> p.bucket(bucket).key("a b/ü+1"), RequestBody.fromString("content"));

    assertThat(s3.getObjectAsBytes(g -> g.bucket(bucket).key("a b/ü+1")).asUtf8String())
        .isEqualTo("content");
    assertThat(s3.listObjectsV2(l -> l.bucket(bucket).prefix("a b/")).contents())
        .extracting(S3Object::key)
        .containsExactly("a b/ü+1");

    s3.deleteObject(d -> d.bucket(bucket).key("a b/ü+1"));
    assertThatThrownBy(() -> s3.getObjectAsBytes(g -> g.bucket(bucket).key("a b/ü+1")))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void aBodyOfUnknownLengthArrivesWhole() {
    // large enough for the SDK to expect a 100-continue, in chunks with a trailing checksum
    var bytes = random(12 << 20);

    s3.putObject(
        p -> p.bucket(bucket).key("stream"),
        RequestBody.fromContentProvider(
            () -> new ByteArrayInputStream(bytes), bytes.length, "application/octet-stream"));

    assertThat(s3.getObjectAsBytes(g -> g.bucket(bucket).key("stream")).asByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void aMultipartUploadBecomesOneObject() {
    var bytes = random(2 * PART + 100);
    var id = s3.createMultipartUpload(c -> c.bucket(bucket).key("parts")).uploadId();
    var parts = IntStream.rangeClosed(1, 3).mapToObj(n -> upload(id, n, bytes)).toList();

    s3.completeMultipartUpload(
        c -> c.bucket(bucket).key("parts").uploadId(id).multipartUpload(m -> m.parts(parts)));

    assertThat(s3.getObjectAsBytes(g -> g.bucket(bucket).key("parts")).asByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void aRangeIsRead() {
    s3.putObject(p -> p.bucket(bucket).key("k"), RequestBody.fromString("0123456789"));

    assertThat(
            s3.getObjectAsBytes(g -> g.bucket(bucket).key("k").range("bytes=2-4")).asUtf8String())
        .isEqualTo("234");
  }

  @Test
  void aCallerThatSpeaksHttp2IsServedToo() {
    var bytes = random(3 << 20);
    var http = NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2);
    try (var async =
        Clients.at(
            gateway.endpoint(),
            S3AsyncClient.builder().forcePathStyle(true).httpClientBuilder(http))) {
      async.putObject(p -> p.bucket(bucket).key("k"), AsyncRequestBody.fromBytes(bytes)).join();

      var read =
          async.getObject(g -> g.bucket(bucket).key("k"), AsyncResponseTransformer.toBytes());
      assertThat(read.join().asByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void answersBearTheGatewaysTimeAlone() throws Exception {
    var request =
        HttpRequest.newBuilder(gateway.endpoint())
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .build();

    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.body()).contains("ListAllMyBucketsResult");
      assertThat(answer.headers().allValues("Date")).hasSize(1);
    }
  }

  @Test
  void aRequestSignedForAnotherServiceIsNotTakenForS3() throws Exception {
    var request =
        HttpRequest.newBuilder(gateway.endpoint())
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sts/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .build();

    try (var http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .contains("UnknownOperationException");
    }
  }

  @Test
  void objectsInADirectorySurviveARestart(@TempDir Path directory) {
    for (var run : List.of("first", "second")) {
      try (var server = Gateway.open(0);
          var persistent = S3Service.start(directory)) {
        server.add(persistent.route());
        try (var client = client(server.endpoint())) {
          if (run.equals("first")) {
            client.createBucket(c -> c.bucket(bucket));
            client.putObject(p -> p.bucket(bucket).key("k"), RequestBody.fromString("kept"));
          }
          assertThat(client.getObjectAsBytes(g -> g.bucket(bucket).key("k")).asUtf8String())
              .isEqualTo("kept");
        }
      }
    }
  }

  private CompletedPart upload(String id, int number, byte[] bytes) {
    var from = (number - 1) * PART;
    var part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
    var answer =
        s3.uploadPart(
            u -> u.bucket(bucket).key("parts").uploadId(id).partNumber(number),
            RequestBody.fromBytes(part));
    return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
  }

  private static S3Client client(URI endpoint) {
    return Clients.at(endpoint, S3Client.builder().forcePathStyle(true));
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
