package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.firehose.model.AmazonOpenSearchServerlessDestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.AmazonopensearchserviceDestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.AmazonopensearchserviceIndexRotationPeriod;
import software.amazon.awssdk.services.firehose.model.AmazonopensearchserviceS3BackupMode;
import software.amazon.awssdk.services.firehose.model.DefaultDocumentIdFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Documents go to a server of the test; the tests named `real` also to the OpenSearch whose URL
/// the system property `millrace.opensearch` has.
class FirehoseOpenSearchTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String DOMAIN = "arn:aws:es:us-east-1:000000000000:domain/scores";
  private static final JsonMapper JSON = new JsonMapper();

  private final String index = "scores-" + UUID.randomUUID();
  private FakeOpenSearch fake;
  private World world;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeOpenSearch();
    world =
        new World(
            Functions.NONE,
            arn -> arn.equals(DOMAIN) ? Optional.of(fake.endpoint()) : Optional.empty());
  }

  @AfterEach
  void stop() {
    world.close();
    fake.close();
  }

  /// The real one, if there is one.
  private URI cluster() {
    return Optional.ofNullable(System.getProperty("millrace.opensearch"))
        .map(URI::create)
        .orElse(fake.endpoint());
  }

  private void create(
      URI endpoint, Consumer<AmazonopensearchserviceDestinationConfiguration.Builder> settings) {
    world.firehose.createDeliveryStream(c ->
        c.deliveryStreamName("orders")
            .amazonopensearchserviceDestinationConfiguration(o -> {
              o.roleARN(World.ROLE)
                  .clusterEndpoint(endpoint.toString())
                  .indexName(index)
                  .indexRotationPeriod(AmazonopensearchserviceIndexRotationPeriod.NO_ROTATION)
                  .bufferingHints(b -> b.sizeInMBs(1).intervalInSeconds(60))
                  .s3Configuration(s ->
                      s.roleARN(World.ROLE)
                          .bucketARN("arn:aws:s3:::bucket")
                          .prefix("in/")
                          .bufferingHints(b -> b.sizeInMBs(1).intervalInSeconds(60)));
              settings.accept(o);
            }));
  }

  private List<String> documents() throws IOException, InterruptedException {
    return documents(cluster(), index);
  }

  /// What is in an index, sorted.
  private static List<String> documents(URI cluster, String index)
      throws IOException, InterruptedException {
    send(cluster.resolve("/" + index + "/_refresh"));
    var hits = send(cluster.resolve("/" + index + "/_search?size=1000")).path("hits").path("hits");
    return StreamSupport.stream(hits.spliterator(), false)
        .map(hit -> hit.path("_source").toString())
        .sorted()
        .toList();
  }

  private static JsonNode send(URI uri) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
      return JSON.readTree(response.body());
    }
  }

  @Test
  void realDocumentsAreIndexed() throws IOException, InterruptedException {
    create(cluster(), _ -> {});
    world.put("{\"n\":1}\n", "{\"n\":2}");
    world.pass(MINUTE);

    assertThat(documents()).containsExactly("{\"n\":1}", "{\"n\":2}");
    assertThat(world.server.statuses().getFirst().recordsDelivered()).isEqualTo(2);
    assertThat(world.s3.texts("bucket/")).isEmpty();
  }

  @Test
  void realDocumentsThatAreRefusedGoToS3() throws IOException, InterruptedException {
    create(cluster(), _ -> {});
    world.put("{\"n\":1}", "{\"n\":\"many\"}", "no json", "{\"n\":\n2}");
    world.pass(MINUTE);

    assertThat(documents()).containsExactly("{\"n\":1}");
    assertThat(world.s3.folders("bucket/in/"))
        .containsExactly("AmazonOpenSearchService_failed/2026/11/21/10/");
    var failures = world.s3.texts("bucket/in/").getFirst().lines().map(JSON::readTree).toList();
    assertThat(failures).hasSize(3);
    assertThat(failures)
        .allSatisfy(failure -> {
          assertThat(failure.path("errorCode").asString()).isEqualTo("400");
          assertThat(failure.path("attemptsMade").asInt()).isEqualTo(1);
          assertThat(failure.path("esIndexName").asString()).isEqualTo(index);
          assertThat(failure.path("esDocumentId").asString()).isNotEmpty();
        });
    assertThat(failures)
        .anySatisfy(failure -> {
          assertThat(failure.path("errorMessage").asString()).contains("mapper_parsing_exception");
          assertThat(Base64.getDecoder().decode(failure.path("rawData").asString()))
              .isEqualTo("{\"n\":\"many\"}".getBytes(UTF_8));
        });
  }

  @Test
  void aFailureDocumentHasTheMembersOfTheGuide() {
    var failure = new OpenSearchFailure("400", "{}", 2, Instant.ofEpochMilli(9));
    var record = new FirehoseRecord("a".getBytes(UTF_8), Instant.ofEpochMilli(7));

    assertThat(new String(failure.line(record, "i", "d"), UTF_8))
        .isEqualTo(
            """
            {"attemptsMade":2,"arrivalTimestamp":7,"errorCode":"400","errorMessage":"{}",\
            "attemptEndingTimestamp":9,"esDocumentId":"d","esIndexName":"i","esTypeName":"",\
            "rawData":"YQ=="}
            """);
  }

  @Test
  void onlyDocumentsThatWereNotIndexedAreSentAgain() throws IOException, InterruptedException {
    create(
        fake.endpoint(),
        o ->
            o.documentIdOptions(
                d -> d.defaultDocumentIdFormat(DefaultDocumentIdFormat.NO_DOCUMENT_ID)));
    fake.documents.addAll(List.of(201, 429, 503));
    world.put("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
    world.pass(MINUTE);
    world.pass(Duration.ofSeconds(1));

    assertThat(documents(fake.endpoint(), index))
        .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
    assertThat(fake.requests).hasSize(2);
    assertThat(fake.requests).allSatisfy(each -> assertThat(each).doesNotContain("_id"));
  }

  @Test
  void aDocumentThatIsDeliveredTwiceIsThereOnce() throws IOException, InterruptedException {
    create(fake.endpoint(), _ -> {});
    fake.documents.addAll(List.of(201, 429));
    world.put("{\"a\":1}", "{\"a\":2}");
    world.pass(MINUTE);
    // other settings, and what was half delivered is delivered again
    world.firehose.updateDestination(u ->
        u.deliveryStreamName("orders")
            .currentDeliveryStreamVersionId("1")
            .destinationId("destinationId-000000000001")
            .amazonopensearchserviceDestinationUpdate(
                o -> o.retryOptions(r -> r.durationInSeconds(60))));
    world.pass(Duration.ofSeconds(1));

    assertThat(fake.requests.getLast().lines()).hasSize(4);
    assertThat(documents(fake.endpoint(), index)).containsExactly("{\"a\":1}", "{\"a\":2}");
  }

  @Test
  void whatIsNotIndexedInTimeGoesToS3() throws InterruptedException {
    create(fake.endpoint(), o -> o.retryOptions(r -> r.durationInSeconds(10)));
    IntStream.range(0, 20).forEach(_ -> fake.statuses.add(503));
    world.put("{\"a\":1}");
    world.pass(MINUTE);
    for (var i = 0; i < 4; i++) {
      assertThat(world.s3.texts("bucket/")).isEmpty();
      world.pass(Duration.ofSeconds(1L << i));
    }

    assertThat(world.s3.texts("bucket/in/"))
        .singleElement()
        .asString()
        .contains("\"attemptsMade\":5", "status 503");
    assertThat(world.server.statuses().getFirst().recordsBuffered()).isZero();
  }

  @Test
  void allRecordsAreKeptIfTheBackupIsForAll() throws InterruptedException {
    create(fake.endpoint(), o -> o.s3BackupMode(AmazonopensearchserviceS3BackupMode.ALL_DOCUMENTS));
    world.put("{\"n\":1}", "{\"n\":\"x\"}");
    world.pass(MINUTE);

    assertThat(world.s3.texts("bucket/in/2026/11/21/10/"))
        .containsExactly("{\"n\":1}{\"n\":\"x\"}");
    assertThat(world.s3.texts("bucket/in/AmazonOpenSearchService_failed/")).hasSize(1);
  }

  @Test
  void aDomainIsFoundByItsArn() throws IOException, InterruptedException {
    create(fake.endpoint(), o -> o.clusterEndpoint(null).domainARN(DOMAIN));
    world.put("{\"n\":1}");
    world.pass(MINUTE);

    assertThat(documents(fake.endpoint(), index)).hasSize(1);
    var description =
        world
            .firehose
            .describeDeliveryStream(d -> d.deliveryStreamName("orders"))
            .deliveryStreamDescription()
            .destinations()
            .getFirst()
            .amazonopensearchserviceDestinationDescription();
    assertThat(description.domainARN()).isEqualTo(DOMAIN);
    assertThat(description.retryOptions().durationInSeconds()).isEqualTo(300);
    assertThat(description.s3DestinationDescription().prefix()).isEqualTo("in/");
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "NoRotation, 2026-01-01T00:00:00Z, ''",
    "OneHour, 2026-01-01T09:59:59Z, -2026-01-01-09",
    "OneDay, 2026-12-31T23:00:00Z, -2026-12-31",
    "OneMonth, 2026-12-31T23:00:00Z, -2026-12",
    "OneWeek, 2026-01-01T00:00:00Z, -2026-w01",
    "OneWeek, 2026-01-03T23:59:59Z, -2026-w01",
    "OneWeek, 2026-01-04T00:00:00Z, -2026-w02",
    "OneWeek, 2026-12-26T00:00:00Z, -2026-w52",
    "OneWeek, 2026-12-27T00:00:00Z, -2027-w01"
  })
  void aNewIndexBeginsWithThePeriod(IndexRotationPeriod period, Instant arrival, String suffix) {
    assertThat(period.suffix(arrival)).isEqualTo(suffix);
  }

  @Test
  void whatCannotWorkIsRefused() {
    var there = fake.endpoint();
    assertThatThrownBy(() -> create(there, o -> o.domainARN(DOMAIN)))
        .hasMessageContaining("Either ClusterEndpoint or DomainARN must be given, were both");
    assertThatThrownBy(() -> create(there, o -> o.clusterEndpoint(null)))
        .hasMessageContaining("were neither");
    assertThatThrownBy(() -> create(there, o -> o.clusterEndpoint(null).domainARN(DOMAIN + "-two")))
        .hasMessageContaining("there is no domain " + DOMAIN + "-two");
    assertThatThrownBy(() -> create(there, o -> o.indexName("Scores")))
        .hasMessageContaining("IndexName must be the name of an index");
    assertThatThrownBy(() -> create(there, o -> o.typeName("doc")))
        .hasMessageContaining("TypeName must be left out or empty");
    assertThatThrownBy(() -> create(there, o -> o.vpcConfiguration(v -> v.roleARN(World.ROLE))))
        .hasMessageContaining("pcConfiguration");
    assertThatThrownBy(
            () -> create(there, o -> o.bufferingHints(b -> b.sizeInMBs(101).intervalInSeconds(60))))
        .hasMessageContaining("less than or equal to 100");
    assertThatThrownBy(() ->
            create(
                there,
                o ->
                    o.processingConfiguration(
                        World.processing(World.processor("AppendDelimiterToRecord")))))
        .hasMessageContaining("the processor Lambda is the only one for OpenSearch");
    assertThatThrownBy(() ->
            world.firehose.createDeliveryStream(c ->
                c.deliveryStreamName("orders")
                    .amazonOpenSearchServerlessDestinationConfiguration(
                        AmazonOpenSearchServerlessDestinationConfiguration.builder()
                            .roleARN(World.ROLE)
                            .indexName("i")
                            .s3Configuration(
                                s -> s.roleARN(World.ROLE).bucketARN("arn:aws:s3:::bucket"))
                            .build())))
        .hasMessageContaining("mazonOpenSearchServerlessDestinationConfiguration");
  }

  @Test
  void manyDocumentsGoInSeveralRequests() throws IOException, InterruptedException {
    create(fake.endpoint(), o -> o.bufferingHints(b -> b.sizeInMBs(30).intervalInSeconds(60)));
    for (var i = 0; i < 12; i++) {
      world.put("{\"a\":\"%s\"}".formatted("x".repeat(1_000_000)));
    }
    world.pass(MINUTE);

    assertThat(documents(fake.endpoint(), index)).hasSize(12);
    assertThat(fake.requests.stream().map(each -> each.lines().count() / 2))
        .containsExactly(10L, 2L);
  }
}
