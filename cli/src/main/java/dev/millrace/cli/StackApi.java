package dev.millrace.cli;

import dev.millrace.cli.aws.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A service of a running stack, or of an account, that speaks AWS's JSON protocol.
final class StackApi implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI endpoint;
  private final Optional<RequestSigner> signer;

  /// @param service its name in endpoints and signatures, such as `glue`
  /// @throws SdkException if it is one of an account and the usual AWS settings name no region
  StackApi(Access access, String service) {
    if (access.stack().isPresent()) {
      endpoint = access.stack().get();
      signer = Optional.empty();
    } else {
      var region = DefaultAwsRegionProviderChain.builder().build().getRegion();
      endpoint = endpoint(service, region);
      signer = Optional.of(new RequestSigner(service, region));
    }
  }

  private static URI endpoint(String service, Region region) {
    var upper = service.toUpperCase(Locale.ROOT);
    return AwsClientEndpointProvider.builder()
        .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_" + upper)
        .serviceEndpointOverrideSystemProperty(
            "aws.endpointUrl" + upper.charAt(0) + service.substring(1))
        .serviceProfileProperty(service)
        .serviceEndpointPrefix(service)
        .defaultProtocol("https")
        .region(region)
        .build()
        .clientEndpoint();
  }

  /// An answer: either is there.
  sealed interface Answer {
    record Given(JsonNode body) implements Answer {}

    /// What the service did not do.
    ///
    /// @param type such as `ResourceNotFoundException`
    /// @param message all that is known of it
    record Refused(String type, String message) implements Answer {}
  }

  URI endpoint() {
    return endpoint;
  }

  /// Calls an action.
  ///
  /// @param target such as `AWSGlue.GetTable`
  /// @throws StackException if nothing answers
  /// @throws SdkException if the usual AWS settings give no credentials
  Answer call(String target, Object parameters) throws InterruptedException {
    var body = JSON.writeValueAsBytes(parameters);
    var plain =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", target)
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofByteArray(body));
    signer.ifPresent(signing -> signing.sign(plain, body));
    var request = plain.build();
    try {
      return answer(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new StackException("no stack answers at %s (%s)".formatted(endpoint, e), e);
    }
  }

  private Answer answer(HttpResponse<String> response) {
    JsonNode body;
    try {
      body = JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new StackException(
          "%s answers no JSON, status %d".formatted(endpoint, response.statusCode()), e);
    }
    if (response.statusCode() == 200) {
      return new Answer.Given(body);
    }
    var type = body.path("__type").asString("");
    return new Answer.Refused(
        type.substring(type.indexOf('#') + 1),
        "%s answers %d %s: %s"
            .formatted(endpoint, response.statusCode(), type, body.path("message").asString("")));
  }

  @Override
  public void close() {
    http.close();
  }
}
