package dev.millrace.local.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CognitoServerTest {

  private static final Instant START = Instant.parse("2026-11-21T10:15:30Z");

  @TempDir private Path folder = Path.of("");

  private final StackClock clock = StackClock.frozenAt(START);
  private CognitoServer cognito;
  private Gateway gateway;

  @BeforeEach
  void start() {
    cognito = new CognitoServer(clock, "us-east-1", Optional.of(folder.resolve("cognito.journal")));
    gateway = Gateway.open(0);
    gateway.add(cognito.service());
  }

  @AfterEach
  void stop() {
    gateway.close();
    cognito.close();
  }

  private JsonNode call(String action, Map<String, ?> request) {
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(gateway.endpoint())
                  .header("X-Amz-Target", "AWSCognitoIdentityService." + action)
                  .header("Content-Type", "application/x-amz-json-1.1")
                  .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(request)))
                  .build(),
              BodyHandlers.ofString());
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String poolWithRole() {
    var pool = cognito.ensurePool("visitors", true);
    cognito.setRoles(pool, Map.of("unauthenticated", "arn:aws:iam::000000000000:role/guest"));
    return pool;
  }

  private String identity(String pool) {
    return call("GetId", Map.of("IdentityPoolId", pool)).path("IdentityId").asString();
  }

  @Test
  void aGuestGetsCredentialsForAnHourOfTheStacksClock() {
    var identity = identity(poolWithRole());

    var answer = call("GetCredentialsForIdentity", Map.of("IdentityId", identity));

    assertThat(identity).matches("us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(answer.path("IdentityId").asString()).isEqualTo(identity);
    var credentials = answer.path("Credentials");
    assertThat(credentials.path("AccessKeyId").asString()).matches("ASIA[A-Z2-7]{16}");
    assertThat(credentials.path("SecretKey").asString()).hasSize(40);
    assertThat(credentials.path("SessionToken").asString()).hasSizeGreaterThan(100);
    assertThat(credentials.path("Expiration").asLong())
        .isEqualTo(START.plusSeconds(3600).getEpochSecond());
  }

  @Test
  void aPoolWithoutGuestsGivesNoIdentity() {
    var pool = cognito.ensurePool("members", false);

    var refusal = call("GetId", Map.of("IdentityPoolId", pool));

    assertThat(refusal.path("__type").asString()).isEqualTo("NotAuthorizedException");
    assertThat(refusal.path("message").asString())
        .isEqualTo("Unauthenticated access is not supported for this identity pool.");
  }

  @Test
  void aPoolWithoutARoleGivesNoCredentials() {
    var identity = identity(cognito.ensurePool("visitors", true));

    assertThat(
            call("GetCredentialsForIdentity", Map.of("IdentityId", identity))
                .path("__type")
                .asString())
        .isEqualTo("InvalidIdentityPoolConfigurationException");
  }

  @Test
  void poolsAndIdentitiesOutliveTheServer() {
    var pool = poolWithRole();
    var identity = identity(pool);

    stop();
    start();

    assertThat(cognito.ensurePool("visitors", true)).isEqualTo(pool);
    assertThat(
            call("GetCredentialsForIdentity", Map.of("IdentityId", identity))
                .at("/Credentials/AccessKeyId")
                .asString())
        .startsWith("ASIA");
    call("DeleteIdentityPool", Map.of("IdentityPoolId", pool));
    stop();
    start();
    assertThat(call("ListIdentityPools", Map.of("MaxResults", 10)).path("IdentityPools")).isEmpty();
  }

  @Test
  void poolsAreMadeDescribedAndListed() {
    var pool =
        call(
                "CreateIdentityPool",
                Map.of("IdentityPoolName", "shop", "AllowUnauthenticatedIdentities", true))
            .path("IdentityPoolId")
            .asString();
    call(
        "SetIdentityPoolRoles",
        Map.of("IdentityPoolId", pool, "Roles", Map.of("unauthenticated", "arn:role")));

    var description = call("DescribeIdentityPool", Map.of("IdentityPoolId", pool));
    assertThat(description.path("IdentityPoolName").asString()).isEqualTo("shop");
    assertThat(description.path("AllowUnauthenticatedIdentities").asBoolean()).isTrue();
    assertThat(
            call("GetIdentityPoolRoles", Map.of("IdentityPoolId", pool))
                .at("/Roles/unauthenticated")
                .asString())
        .isEqualTo("arn:role");
    assertThat(call("ListIdentityPools", Map.of("MaxResults", 1)).at("/IdentityPools/0"))
        .isEqualTo(
            JsonMapper.shared()
                .valueToTree(Map.of("IdentityPoolId", pool, "IdentityPoolName", "shop")));
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    var pool = poolWithRole();

    assertThat(call("GetOpenIdToken", Map.of("IdentityId", "x")).path("message").asString())
        .startsWith("GetOpenIdToken is not supported here");
    assertThat(
            call("GetId", Map.of("IdentityPoolId", pool, "Logins", Map.of("login.example", "t")))
                .path("message")
                .asString())
        .isEqualTo(
            "Logins must be empty, authenticated identities are not supported here, was"
                + " [login.example]");
    assertThat(call("GetId", Map.of("IdentityPoolId", "us-east-1:x")).path("__type").asString())
        .isEqualTo("ResourceNotFoundException");
  }
}
