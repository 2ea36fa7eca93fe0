package dev.millrace.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.dashboard.handlers.CountingHandler;
import dev.millrace.common.KplPacker;
import dev.millrace.local.Checkpoint;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.mapping.MappingStatus;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The dashboard's API over HTTP, of a stack whose template is not ours.
class DashboardTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:10Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String TEMPLATE =
      """
      Resources:
        Readings:
          Type: AWS::Kinesis::Stream
          Properties: {Name: readings, ShardCount: 1}
        Totals:
          Type: AWS::DynamoDB::Table
          Properties:
            TableName: totals
            BillingMode: PAY_PER_REQUEST
            AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
            KeySchema: [{AttributeName: id, KeyType: HASH}]
            StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
        Failures:
          Type: AWS::SQS::Queue
          Properties: {QueueName: failures}
        Archive: {Type: AWS::S3::Bucket, Properties: {BucketName: archive}}
        Delivery:
          Type: AWS::KinesisFirehose::DeliveryStream
          Properties:
            DeliveryStreamName: readings
            DeliveryStreamType: KinesisStreamAsSource
            KinesisStreamSourceConfiguration:
              KinesisStreamARN: !GetAtt Readings.Arn
              RoleARN: arn:aws:iam::000000000000:role/delivery
            ExtendedS3DestinationConfiguration:
              BucketARN: !GetAtt Archive.Arn
              RoleARN: arn:aws:iam::000000000000:role/delivery
              BufferingHints: {SizeInMBs: 5, IntervalInSeconds: 60}
        Counting:
          Type: AWS::Serverless::Function
          Properties:
            FunctionName: Counting
            Handler: dev.millrace.cli.dashboard.handlers.CountingHandler::handle
            Runtime: java25
            CodeUri: code
            Environment: {Variables: {TABLE_NAME: !Ref Totals, DELIVERY: !Ref Delivery}}
            Events:
              Readings:
                Type: Kinesis
                Properties:
                  Stream: !GetAtt Readings.Arn
                  StartingPosition: TRIM_HORIZON
                  TumblingWindowInSeconds: 60
                  MaximumRetryAttempts: 0
                  DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failures.Arn}}
      """;

  @TempDir private static Path folder = Path.of("");
  private static Stack stack;
  private static Checkpoint checkpoint;
  private static URI pages;
  private static KinesisClient kinesis;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    var file = CountingHandler.class.getName().replace('.', '/') + ".class";
    var copy = folder.resolve("code").resolve(file);
    Files.createDirectories(copy.getParent());
    try (var compiled = CountingHandler.class.getResourceAsStream("CountingHandler.class")) {
      Files.write(copy, compiled.readAllBytes());
    }
    stack =
        Stack.start(
            new StackOptions(
                Files.writeString(folder.resolve("template.yaml"), TEMPLATE),
                Map.of(),
                "shop",
                0,
                FunctionMode.IN_PROCESS,
                StackClock.frozenAt(START),
                Optional.empty()));
    pages = Dashboard.add(stack);
    checkpoint = stack.checkpoint();
    kinesis = Access.at(stack.endpoint()).to(KinesisClient.builder()).build();
  }

  @AfterAll
  static void stop() {
    kinesis.close();
    stack.close();
  }

  @BeforeEach
  void reset() {
    checkpoint.restore();
  }

  @Test
  void thePictureHasEverythingAndHowItHangsTogether() throws Exception {
    var picture = picture();

    assertThat(picture.path("stack").stringValue()).isEqualTo("shop");
    assertThat(texts(picture.path("nodes"), node -> !isMapping(node), "id"))
        .containsExactly(
            "table:totals",
            "stream:readings",
            "function:Counting",
            "queue:failures",
            "delivery:readings",
            "bucket:archive");
    var mapping = mapping(picture).path("id").stringValue();
    assertThat(picture.path("edges").values())
        .map(edge ->
            edge.path("from").stringValue()
                + " "
                + edge.path("way").stringValue()
                + " "
                + edge.path("to").stringValue())
        .containsExactlyInAnyOrder(
            "stream:readings FLOW " + mapping,
            mapping + " FLOW function:Counting",
            mapping + " FAILURE queue:failures",
            "stream:readings FLOW delivery:readings",
            "delivery:readings FLOW bucket:archive",
            "function:Counting USE table:totals",
            "function:Counting USE delivery:readings");
  }

  @Test
  void countersAndOpenWindowsMoveOn() throws Exception {
    put("a", "1");
    put("a", "2");
    awaitMapping(status -> status.recordsResolved() == 2);
    stack.clock().advance(Duration.ofSeconds(5));

    var picture = picture();

    assertThat(node(picture, "stream:readings").path("facts").path("records").intValue())
        .isEqualTo(2);
    assertThat(node(picture, "delivery:readings").path("facts").path("buffered").intValue())
        .isEqualTo(2);
    var facts = mapping(picture).path("facts");
    assertThat(facts.path("read").intValue()).isEqualTo(2);
    assertThat(facts.path("windows").intValue()).isEqualTo(1);
    assertThat(facts.path("result").stringValue()).isEqualTo("OK");
    var lane = mapping(picture).path("parts").get(0);
    assertThat(lane.path("name").stringValue()).isEqualTo("shardId-000000000000");
    assertThat(lane.path("facts").path("doing").stringValue()).isEqualTo("waiting");
    assertThat(lane.path("facts").path("window").stringValue())
        .isEqualTo("2026-03-01T12:00:00Z to 2026-03-01T12:01:00Z");
    assertThat(lane.path("facts").path("window state").stringValue()).isEqualTo("{\"seen\":\"2\"}");
  }

  @Test
  void recordsAreDecodedAndStayInTheStream() throws Exception {
    put("plain", "{\"n\": 1.50}");
    put("text", "<b>");
    var packer = new KplPacker();
    packer.add("x", null, "1".getBytes(StandardCharsets.UTF_8));
    packer.add("y", null, "2".getBytes(StandardCharsets.UTF_8));
    kinesis.putRecord(put ->
        put.streamName("readings").partitionKey("kpl").data(SdkBytes.fromByteArray(packer.pack())));

    var rows = get("api/content?of=stream%3Areadings&part=shardId-000000000000").path("rows");

    assertThat(texts(rows, _ -> true, "(partition key)"))
        .containsExactly("x", "y", "text", "plain");
    assertThat(rows.get(0).path("json").stringValue()).isEqualTo("1");
    assertThat(rows.get(2).path("text").stringValue()).isEqualTo("<b>");
    assertThat(get("api/content?of=stream%3Areadings").path("rows")).isEqualTo(rows);
    assertThat(rows.get(3).path("n").stringValue()).isEqualTo("1.50");
  }

  @Test
  void itemsLogsAndObjectsAreShown() throws Exception {
    stack
        .clients()
        .dynamoDb()
        .putItem(put ->
            put.tableName("totals")
                .item(
                    Map.of(
                        "id", AttributeValue.fromS("a"),
                        "sum", AttributeValue.fromN("12345678901234567890"))));
    put("a", "1");
    stack.drain(PATIENCE);

    assertThat(get("api/content?of=table%3Atotals").path("rows").toString())
        .isEqualTo("[{\"id\":\"a\",\"sum\":\"12345678901234567890\"}]");
    assertThat(get("api/content?of=function%3ACounting").path("lines").toString())
        .contains("got 1");
    assertThat(
            get("api/content?of=bucket%3Aarchive").path("rows").get(0).path("bytes").stringValue())
        .isEqualTo("1");
  }

  @Test
  void changesOfATableAreShown() throws Exception {
    var dynamoDb = stack.clients().dynamoDb();
    for (var sum : List.of("1", "2")) {
      dynamoDb.putItem(put ->
          put.tableName("totals")
              .item(Map.of("id", AttributeValue.fromS("b"), "sum", AttributeValue.fromN(sum))));
    }
    dynamoDb.deleteItem(
        delete -> delete.tableName("totals").key(Map.of("id", AttributeValue.fromS("b"))));

    var rows = get("api/content?of=table%3Atotals&part=changes").path("rows").values();

    assertThat(rows)
        .map(row ->
            "%s %s %s -> %s"
                .formatted(
                    row.path("(change)").stringValue(),
                    row.path("id").stringValue(),
                    row.path("(before)").stringValue(),
                    row.path("(after)").stringValue()))
        .startsWith(
            "REMOVE b {\"id\":\"b\",\"sum\":\"2\"} -> ",
            "MODIFY b {\"id\":\"b\",\"sum\":\"1\"} -> {\"id\":\"b\",\"sum\":\"2\"}",
            "INSERT b  -> {\"id\":\"b\",\"sum\":\"1\"}");
  }

  @Test
  void failuresAreShownAndReplayed() throws Exception {
    put("poison-key", "1");
    awaitMapping(status -> status.recordsDiscarded() == 1);
    stack.awaitIdle(PATIENCE);

    var shown = get("api/content?of=queue%3Afailures");

    assertThat(shown.path("replayable").booleanValue()).isTrue();
    assertThat(shown.path("lines").toString()).contains("gave up 1 of", "poison-key");
    var again = post("api/replay?of=queue%3Afailures");
    assertThat(again.path("lines").toString()).contains("failed", "poison");
    assertThat(node(picture(), "queue:failures").path("facts").path("messages").intValue())
        .isEqualTo(1);
  }

  @Test
  void whatCannotBeAnsweredIsRefusedWithAReason() throws Exception {
    assertThat(refusal("GET", "api/content?of=stream%3Anone"))
        .isEqualTo("404 the stack has no stream:none");
    assertThat(refusal("GET", "api/content")).isEqualTo("400 the parameter of is missing");
    assertThat(refusal("POST", "api/replay?of=stream%3Areadings"))
        .isEqualTo("400 only queues can be replayed, not stream:readings");
    assertThat(refusal("GET", "api/replay?of=queue%3Afailures"))
        .isEqualTo("404 nothing answers GET /replay");
    assertThat(refusal("DELETE", "api/picture"))
        .isEqualTo("405 only GET and POST are answered, not DELETE");
  }

  @Test
  void pagesMayAskNobodyElse() throws Exception {
    for (var page : List.of("", "main.js", "map/", "map/main.js", "map/vendor/aws.js")) {
      var answer = send("GET", page);
      assertThat(answer.statusCode()).as(page).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(page)
          .startsWith("default-src 'none'; script-src 'self';")
          .doesNotContain("unsafe");
    }
    assertThat(send("GET", "nothing.js").statusCode()).isEqualTo(404);
    assertThat(send("GET", "%2e%2e/package-info.class").statusCode()).isIn(400, 404);
  }

  @Test
  void theMapIsToldWhatToRead() throws Exception {
    assertThat(get("map/config.json").toString())
        .isEqualTo("{\"local\":true,\"region\":\"us-east-1\",\"streams\":[\"readings\"]}");
  }

  private static void put(String key, String data) {
    kinesis.putRecord(
        put -> put.streamName("readings").partitionKey(key).data(SdkBytes.fromUtf8String(data)));
  }

  private static void awaitMapping(Predicate<MappingStatus> condition) {
    assertThat(stack.await(() -> condition.test(stack.mappings().getFirst()), PATIENCE)).isTrue();
  }

  private static JsonNode picture() throws Exception {
    return get("api/picture");
  }

  private static boolean isMapping(JsonNode node) {
    return node.path("kind").stringValue().equals("MAPPING");
  }

  private static JsonNode mapping(JsonNode picture) {
    return picture.path("nodes").values().stream()
        .filter(DashboardTest::isMapping)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode node(JsonNode picture, String id) {
    return picture.path("nodes").values().stream()
        .filter(node -> node.path("id").stringValue().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode list, Predicate<JsonNode> which, String name) {
    return list.values().stream().filter(which).map(each -> each.path(name).stringValue()).toList();
  }

  private static JsonNode get(String path) throws Exception {
    return body("GET", path);
  }

  private static JsonNode post(String path) throws Exception {
    return body("POST", path);
  }

  private static JsonNode body(String method, String path) throws Exception {
    var answer = send(method, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static String refusal(String method, String path) throws Exception {
    var answer = send(method, path);
    var message = JsonMapper.shared().readTree(answer.body()).path("message").stringValue();
    return answer.statusCode() + " " + message;
  }

  private static HttpResponse<String> send(String method, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(pages + path));
    return HTTP.send(
        request.method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }
}
