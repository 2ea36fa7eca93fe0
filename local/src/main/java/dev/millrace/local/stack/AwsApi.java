package dev.millrace.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls AWS's JSON APIs by action name, for resources whose template properties have the shape of
/// the API's parameters.
final class AwsApi {

  /// A call that the service refused.
  static final class Refused extends RuntimeException {

    private final String type;

    Refused(String target, String type, String message) {
      super(target + ": " + (type.isEmpty() ? "" : type + ": ") + message);
      this.type = type;
    }

    private boolean saysThatItExists() {
      return EXISTS.contains(type);
    }

    /// Whether the service says that there is no such thing.
    boolean saysThatThereIsNone() {
      return NONE.contains(type);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(AwsApi.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> NONE =
      Set.of(
          "EntityNotFoundException",
          "ResourceNotFoundException",
          "QueueDoesNotExist",
          "AWS.SimpleQueueService.NonExistentQueue");

  private static final Set<String> EXISTS =
      Set.of(
          "AlreadyExistsException",
          "ResourceInUseException",
          "QueueNameExists",
          "QueueAlreadyExists");

  /// These APIs want version 1.0 of the JSON protocol, others 1.1.
  private static final Set<AwsService> JSON_1_0 = Set.of(AwsService.DYNAMODB, AwsService.SQS);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final URI endpoint;
  private final OutsideServices outside;

  AwsApi(URI endpoint) {
    this(endpoint, OutsideServices.NONE);
  }

  AwsApi(URI endpoint, OutsideServices outside) {
    this.endpoint = endpoint;
    this.outside = outside;
  }

  /// Whether a service is not in this stack.
  boolean isOutside(AwsService service) {
    return outside.url(service).isPresent();
  }

  /// Calls an action and waits for its answer.
  ///
  /// @param target such as `Kinesis_20131202.CreateStream`
  /// @param parameters maps, lists and scalars
  /// @throws Refused with the service's error type and message
  JsonNode call(String target, Object parameters) {
    var service = AwsService.byTarget(target).orElseThrow();
    var url = outside.url(service).orElse(endpoint);
    try {
      return answer(
          target, http.send(request(target, service, url, parameters), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new Refused(target, "", "no answer from " + url + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(target, "", "interrupted");
    }
  }

  /// Whether an action that describes something finds it.
  boolean finds(String target, Object parameters) {
    try {
      call(target, parameters);
      return true;
    } catch (Refused e) {
      if (e.saysThatThereIsNone()) {
        return false;
      }
      throw e;
    }
  }

  /// Creates something. Outside of the stack it may be there already, and is then used as it is.
  ///
  /// @return whether it is new
  /// @throws Refused with the service's error type and message
  boolean create(String target, Object parameters) {
    try {
      call(target, parameters);
      return true;
    } catch (Refused e) {
      if (!e.saysThatItExists() || !isOutside(AwsService.byTarget(target).orElseThrow())) {
        throw e;
      }
      log.atInfo()
          .addKeyValue("answer", e.getMessage())
          .log("exists outside of the stack already, is used as it is");
      return false;
    }
  }

  /// Waits until something that was created or changed can be used.
  ///
  /// @param target an action that describes it
  /// @param description the answer's member that describes it
  /// @param status the description's member that becomes ACTIVE
  /// @return the description
  /// @throws Refused if that does not happen
  JsonNode awaitActive(String target, Object parameters, String description, String status) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var described = call(target, parameters).path(description);
      var state = described.path(status).asString("missing");
      if (state.equals("ACTIVE")) {
        return described;
      }
      if ((!state.equals("CREATING") && !state.equals("UPDATING"))
          || System.nanoTime() > deadline) {
        throw new Refused(target, "", status + " must become ACTIVE, was " + state);
      }
      pause(target);
    }
  }

  /// In real time, for the service has a clock of its own.
  private static void pause(String target) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(target, "", "interrupted");
    }
  }

  private HttpRequest request(String target, AwsService service, URI url, Object parameters) {
    var body = JSON.writeValueAsBytes(parameters);
    var unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(url)
            .putHeader("X-Amz-Target", target)
            .putHeader(
                "Content-Type",
                "application/x-amz-json-" + (JSON_1_0.contains(service) ? "1.0" : "1.1"))
            .build();
    var credentials =
        outside.url(service).map(OutsideCredentials::of).orElse(OutsideCredentials.OWN);
    var signed =
        signer
            .sign(request ->
                request
                    .identity(credentials.resolveCredentials())
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.id())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, Stack.REGION))
            .request();
    var request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofByteArray(body));
    signed.headers().entrySet().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase("Host"))
        .forEach(
            header -> header.getValue().forEach(value -> request.header(header.getKey(), value)));
    return request.build();
  }

  private static JsonNode answer(String target, HttpResponse<byte[]> response) {
    var body = response.body().length == 0 ? JSON.createObjectNode() : parsed(target, response);
    if (response.statusCode() / 100 != 2) {
      var type = body.path("__type").asString("HTTP " + response.statusCode());
      var message = body.path("message").asString(body.path("Message").asString(""));
      throw new Refused(target, type.substring(type.indexOf('#') + 1), message);
    }
    return body;
  }

  private static JsonNode parsed(String target, HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new Refused(
          target,
          "",
          "HTTP " + response.statusCode() + " with an unreadable body: " + e.getMessage());
    }
  }
}
