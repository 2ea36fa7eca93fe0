package dev.millrace.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

class JsonServicesTest {

  enum Kind {
    ROUND,
    SQUARE
  }

  record Part(String name, byte[] data) {}

  record Everything(
      String streamName,
      @Nullable String streamARN,
      @Nullable Integer limit,
      @Nullable Instant at,
      @Nullable Kind kind,
      @Nullable List<Part> parts,
      @Nullable Map<String, String> tags) {}

  private static final String JSON = "application/x-amz-json-1.1";
  private static final String CBOR = "application/x-amz-cbor-1.1";

  private final List<Everything> seen = new ArrayList<>();
  private final JsonServices services = new JsonServices();

  JsonServicesTest() {
    services.add(
        new JsonService(
            "Test_1",
            List.of(
                new AwsAction<>("Echo", Everything.class, this::echo),
                new AwsAction<>("Nothing", Everything.class, _ -> new AwsAction.NoResult()),
                new AwsAction<>("Crash", Everything.class, JsonServicesTest::crash),
                new AwsAction<>("Refuse", Everything.class, JsonServicesTest::refuse))));
  }

  private Everything echo(Everything request) {
    seen.add(request);
    return request;
  }

  private static Everything crash(Everything request) {
    throw new IllegalStateException("a bug met " + request.streamName());
  }

  private static Everything refuse(Everything request) {
    throw new AwsException(AwsError.RESOURCE_CONFLICT, request.streamName() + " is there already");
  }

  private Answer call(String target, @Nullable String contentType, byte[] body) {
    return (Answer) services.call(target, contentType, body);
  }

  private Answer json(String action, String body) {
    return call("Test_1." + action, JSON, body.getBytes(UTF_8));
  }

  private static JsonNode tree(Answer answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static void assertRefused(Answer answer, String type, String message) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorType()).contains(type);
    assertThat(tree(answer).get("__type").asString()).isEqualTo(type);
    assertThat(tree(answer).get("message").asString()).isEqualTo(message);
  }

  @Test
  void membersHaveUpperCaseNamesOnTheWireAndMissingOnesAreLeftOut() {
    var answer =
        json("Echo", "{\"StreamName\":\"a\",\"StreamARN\":\"arn\",\"Limit\":7,\"Kind\":\"ROUND\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo(JSON);
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo("{\"StreamName\":\"a\",\"StreamARN\":\"arn\",\"Limit\":7,\"Kind\":\"ROUND\"}");
  }

  @Test
  void blobsAreBase64AndTimesAreSecondsInJson() {
    var body =
        "{\"StreamName\":\"a\",\"At\":1700000000.123,\"Parts\":[{\"Name\":\"p\",\"Data\":\"/+8=\"}]}";
    var answer = json("Echo", body);

    assertThat(seen.getFirst().at()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    assertThat(new String(answer.body(), UTF_8)).isEqualTo(body);
  }

  @Test
  void wholeSecondsAndIsoTimesAreReadToo() {
    json("Echo", "{\"StreamName\":\"a\",\"At\":1700000000}");
    json("Echo", "{\"StreamName\":\"a\",\"At\":\"2023-11-14T22:13:20Z\"}");

    assertThat(seen).extracting(Everything::at).containsOnly(Instant.ofEpochSecond(1_700_000_000));
  }

  @Test
  void cborHoldsBlobsAsBytesAndTimesAsTaggedMilliseconds() {
    var cbor = CBORMapper.builder().build();
    var body =
        cbor.writeValueAsBytes(
            Map.of(
                "StreamName",
                "a",
                "At",
                1_700_000_000_123L,
                "Parts",
                List.of(Map.of("Name", "p", "Data", new byte[] {1, 2}))));

    var answer = call("Test_1.Echo", CBOR, body);

    assertThat(answer.contentType()).isEqualTo(CBOR);
    var read = cbor.readTree(answer.body());
    assertThat(read.get("At").asLong()).isEqualTo(1_700_000_000_123L);
    assertThat(read.get("Parts").get(0).get("Data").isBinary()).isTrue();
    // 0xC1 is tag 1, 0x1B an integer of eight bytes
    assertThat(answer.body()).containsSequence('A', 't', 0xC1, 0x1B);
  }

  @Test
  void cborAndJsonRequestsAreReadAlike() {
    var cbor = CBORMapper.builder().build();
    call(
        "Test_1.Echo",
        CBOR,
        cbor.writeValueAsBytes(
            Map.of("StreamName", "a", "Limit", 3, "Kind", "SQUARE", "Tags", Map.of("k", "v"))));
    json("Echo", "{\"StreamName\":\"a\",\"Limit\":3,\"Kind\":\"SQUARE\",\"Tags\":{\"k\":\"v\"}}");

    assertThat(seen.getFirst()).isEqualTo(seen.getLast());
  }

  @Test
  void errorsInCborAreCborDocuments() {
    var body = CBORMapper.builder().build().writeValueAsBytes(Map.of("StreamName", "a"));

    var answer = call("Test_1.Refuse", CBOR, body);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.errorType()).contains("ResourceConflictException");
    assertThat(CBORMapper.builder().build().readTree(answer.body()).get("message").asString())
        .isEqualTo("a is there already");
  }

  @Test
  void aMemberTheActionDoesNotHaveIsRefusedByName() {
    assertRefused(
        json("Echo", "{\"StreamName\":\"a\",\"Colour\":1}"),
        "ValidationException",
        "Echo does not support the member 'colour'");
    assertRefused(
        json("Echo", "{\"StreamName\":\"a\",\"Parts\":[{\"Shape\":1}]}"),
        "ValidationException",
        "Echo does not support the member 'parts.1.member.shape'");
  }

  @Test
  void aMissingMemberIsNamed() {
    assertRefused(
        json("Echo", "{}"),
        "ValidationException",
        "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: "
            + "Member must not be null");
    assertRefused(
        json(
            "Echo",
            "{\"StreamName\":\"a\",\"Parts\":[{\"Name\":\"x\",\"Data\":\"\"},{\"Name\":\"y\"}]}"),
        "ValidationException",
        "1 validation error detected: Value null at 'parts.2.member.data' failed to satisfy "
            + "constraint: Member must not be null");
  }

  @Test
  void aValueOutsideAnEnumIsRefusedWithItsValues() {
    assertRefused(
        json("Echo", "{\"StreamName\":\"a\",\"Kind\":\"OVAL\"}"),
        "ValidationException",
        "1 validation error detected: Value 'OVAL' at 'kind' failed to satisfy constraint: "
            + "Member must satisfy enum value set: [ROUND, SQUARE]");
  }

  @Test
  void aValueOfTheWrongTypeIsRefusedByName() {
    var answer = json("Echo", "{\"StreamName\":\"a\",\"Limit\":\"7\"}");

    assertThat(answer.errorType()).contains("SerializationException");
    assertThat(tree(answer).get("message").asString()).contains("Echo").contains("'limit'");
  }

  @Test
  void aBrokenBodyIsASerializationException() {
    for (var body : List.of("", "{", "[]", "null", "{\"StreamName\":\"a\"} x", "\0")) {
      assertThat(json("Echo", body).errorType()).as(body).contains("SerializationException");
    }
    assertThat(call("Test_1.Echo", CBOR, new byte[] {(byte) 0xBF, 1}).errorType())
        .contains("SerializationException");
    assertThat(seen).isEmpty();
  }

  @Test
  void anotherContentTypeIsRefused() {
    var answer = call("Test_1.Echo", "text/plain", new byte[0]);

    assertThat(tree(answer).get("message").asString()).endsWith("was text/plain");
  }

  @Test
  void anUnknownActionIsRefusedByName() {
    assertRefused(
        json("Fly", "{}"),
        "UnknownOperationException",
        "Fly is not supported here; Test_1 supports [Crash, Echo, Nothing, Refuse]");
  }

  @Test
  void aBugIsAnInternalFailureThatNamesTheCall() {
    var answer = json("Crash", "{\"StreamName\":\"a\"}");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.errorType()).contains("InternalFailure");
    assertThat(tree(answer).get("message").asString()).contains("Test_1.Crash");
  }

  @Test
  void anActionWithoutResultAnswersAnEmptyDocument() {
    assertThat(new String(json("Nothing", "{\"StreamName\":\"a\"}").body(), UTF_8)).isEqualTo("{}");
  }

  @Test
  void aTargetPrefixBelongsToOneService() {
    assertThatThrownBy(() -> services.add(new JsonService("Test_1", List.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Test_1");
  }
}
