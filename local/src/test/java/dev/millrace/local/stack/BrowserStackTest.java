package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// A page of another origin that calls a stack, as a browser lets it.
class BrowserStackTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String PAGE = "http://localhost:5173";
  private static final String TEMPLATE =
      """
      Resources:
        Lines:
          Type: AWS::Kinesis::Stream
          Properties: {Name: lines, ShardCount: 1}
        Guest:
          Type: AWS::IAM::Role
          Properties: {AssumeRolePolicyDocument: {}}
        Visitors:
          Type: AWS::Cognito::IdentityPool
          Properties: {IdentityPoolName: visitors, AllowUnauthenticatedIdentities: true}
        VisitorRoles:
          Type: AWS::Cognito::IdentityPoolRoleAttachment
          Properties:
            IdentityPoolId: !Ref Visitors
            Roles: {unauthenticated: !GetAtt Guest.Arn}
      """;

  @TempDir private static Path folder = Path.of("");
  private static Stack stack;
  private static HttpClient http;

  @BeforeAll
  static void start() throws IOException {
    // as browsers do without TLS
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
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
  }

  @AfterAll
  static void stop() {
    stack.close();
    http.close();
  }

  private static HttpResponse<String> post(String origin, String target, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(stack.endpoint())
            .header("Origin", origin)
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=ASIA/20260301/us-east-1/any/aws4_request")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aVisitorOfAPageGetsCredentials() throws Exception {
    var id =
        post(
            PAGE,
            "AWSCognitoIdentityService.GetId",
            "{\"IdentityPoolId\":\"%s\"}".formatted(stack.ref("Visitors")));
    var credentials = post(PAGE, "AWSCognitoIdentityService.GetCredentialsForIdentity", id.body());

    assertThat(
            JsonMapper.shared()
                .readTree(credentials.body())
                .at("/Credentials/AccessKeyId")
                .asString())
        .startsWith("ASIA");
  }

  @ParameterizedTest
  @CsvSource({
    "Kinesis_20131202.ListStreams",
    "DynamoDB_20120810.ListTables",
    "AmazonSQS.ListQueues",
    "Firehose_20150804.ListDeliveryStreams"
  })
  void aPageOfThisMachineMayReadEveryService(String target) throws Exception {
    var answer = post(PAGE, target, "{}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().allValues("access-control-allow-origin")).containsExactly(PAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {PAGE, "http://127.0.0.1:8080", "https://app.localhost", "http://[::1]:1"})
  void aBrowserIsToldWhatAPageOfThisMachineMaySend(String origin) throws Exception {
    var answer = preflight(origin);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("access-control-allow-origin")).contains(origin);
    assertThat(answer.headers().firstValue("access-control-allow-methods")).contains("POST");
    assertThat(answer.headers().firstValue("access-control-allow-headers"))
        .contains("authorization,x-amz-target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example"})
  void aPageOfAnotherSiteIsRefused(String origin) throws Exception {
    assertThat(preflight(origin).statusCode()).isEqualTo(403);
    var answer =
        http.send(
            HttpRequest.newBuilder(stack.endpoint()).header("Origin", origin).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(answer.body()).contains("The origin must be on this machine").contains(origin);
  }

  private static HttpResponse<String> preflight(String origin) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(stack.endpoint() + "/"))
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,x-amz-target")
            .method("OPTIONS", BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
