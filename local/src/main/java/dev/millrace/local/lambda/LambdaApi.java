package dev.millrace.local.lambda;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.gateway.Route;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Lambda's API for functions that are there: Invoke, ListFunctions, GetFunction and
/// GetFunctionConfiguration.
public final class LambdaApi extends Handler.Abstract {

  private static final String FUNCTIONS = "/2015-03-31/functions";
  private static final int MOST_SYNC_BYTES = 6_291_456;
  private static final int MOST_ASYNC_BYTES = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// A name, a name with qualifier, a partial or a whole ARN.
  private static final Pattern FUNCTION =
      Pattern.compile(
          "(?:(?:arn:aws:lambda:[a-z0-9-]+:)?\\d{12}:function:)?([a-zA-Z0-9_-]+)(?::([^:]+))?");

  /// A request that is refused.
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String type;

    Refusal(int status, String type, String message) {
      super(message);
      this.status = status;
      this.type = type;
    }
  }

  private final Functions functions;
  private final AsyncInvoker async;

  /// The API of a stack's functions.
  ///
  /// @param clock when asynchronous events are tried again
  /// @param done runs whenever an asynchronous event was tried
  public LambdaApi(Functions functions, StackClock clock, Runnable done) {
    this.functions = functions;
    this.async = new AsyncInvoker(functions, clock, clock::schedule, done);
  }

  /// Its part of the gateway.
  public Route route() {
    return new Route(request -> isOurs(Request.getPathInContext(request)), this);
  }

  /// Whether no asynchronous event is being tried.
  public boolean idle() {
    return async.idle();
  }

  /// The way back to where no asynchronous event is under way.
  public Checkpoint checkpoint() {
    return async.checkpoint();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    var requestId = Invocation.newRequestId();
    response.getHeaders().put("x-amzn-RequestId", requestId);
    try {
      handle(request, requestId, response, callback);
    } catch (Refusal e) {
      response.getHeaders().put("x-amzn-ErrorType", e.type);
      // perhaps nobody has read the request's body
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      var body = Map.of("Type", "User", "message", String.valueOf(e.getMessage()));
      answer(response, callback, e.status, JSON.writeValueAsBytes(body));
    }
    return true;
  }

  private void handle(Request request, String requestId, Response response, Callback callback)
      throws IOException {
    var call = request.getMethod() + " " + Request.getPathInContext(request);
    var parts = call.split("/", -1);
    // POST, 2015-03-31, functions, name, invocations
    if (call.equals("GET " + FUNCTIONS) || call.equals("GET " + FUNCTIONS + "/")) {
      refuseParameters(request, "MaxItems");
      answer(response, callback, 200, JSON.writeValueAsBytes(list()));
    } else if (parts.length == 5 && call.startsWith("POST") && parts[4].equals("invocations")) {
      refuseParameters(request, "Qualifier");
      invoke(find(parts[3], request), requestId, request, response, callback);
    } else if (parts.length == 4 && call.startsWith("GET")) {
      refuseParameters(request, "Qualifier");
      answer(response, callback, 200, JSON.writeValueAsBytes(function(find(parts[3], request))));
    } else if (parts.length == 5 && call.startsWith("GET") && parts[4].equals("configuration")) {
      refuseParameters(request, "Qualifier");
      var configuration = configuration(find(parts[3], request));
      answer(response, callback, 200, JSON.writeValueAsBytes(configuration));
    } else {
      throw new Refusal(404, "UnknownOperationException", call + " is not supported here");
    }
  }

  private void invoke(
      FunctionConfig config,
      String requestId,
      Request request,
      Response response,
      Callback callback)
      throws IOException {
    var type = header(request, "X-Amz-Invocation-Type").orElse("RequestResponse");
    var logType = header(request, "X-Amz-Log-Type").orElse("None");
    if (!logType.equals("None") && !logType.equals("Tail")) {
      throw invalid("X-Amz-Log-Type must be None or Tail, was " + logType);
    }
    var context = header(request, "X-Amz-Client-Context").map(LambdaApi::context).orElse("");
    switch (type) {
      case "RequestResponse" -> {
        var event = event(request, MOST_SYNC_BYTES);
        var completed = functions.invoke(config.name(), requestId, event, context);
        answer(completed, logType.equals("Tail"), response, callback);
      }
      case "Event" -> {
        async.accept(config.name(), requestId, event(request, MOST_ASYNC_BYTES), context);
        answer(response, callback, 202, new byte[0]);
      }
      case "DryRun" -> {
        event(request, MOST_SYNC_BYTES);
        answer(response, callback, 204, new byte[0]);
      }
      default ->
          throw invalid(
              "X-Amz-Invocation-Type must be RequestResponse, Event or DryRun, was " + type);
    }
  }

  private static void answer(
      Functions.Completed completed, boolean withLog, Response response, Callback callback) {
    var headers = response.getHeaders();
    headers.put("X-Amz-Executed-Version", "$LATEST");
    if (withLog) {
      headers.put("X-Amz-Log-Result", Base64.getEncoder().encodeToString(completed.logTail()));
    }
    switch (completed.result()) {
      case InvokeResult.Success(var payload) -> answer(response, callback, 200, payload);
      case InvokeResult.FunctionError(var error, var payload) -> {
        headers.put("X-Amz-Function-Error", error);
        answer(response, callback, 200, payload);
      }
      case InvokeResult.NotReached(var error, var message) ->
          throw new Refusal(status(error), error, message);
    }
  }

  private static int status(String errorType) {
    return switch (errorType) {
      case "ResourceNotFoundException" -> 404;
      case "TooManyRequestsException" -> 429;
      default -> 500;
    };
  }

  private FunctionConfig find(String nameOrArn, Request request) {
    var parts = FUNCTION.matcher(nameOrArn);
    if (!parts.matches()) {
      throw invalid("FunctionName must be a name or an ARN, was " + nameOrArn);
    }
    var name = parts.group(1);
    var qualifier =
        Optional.ofNullable(parts.group(2))
            .or(() -> Optional.ofNullable(parameter(request, "Qualifier")))
            .orElse("$LATEST");
    return functions
        .find(name)
        .filter(config -> !nameOrArn.startsWith("arn:") || nameOrArn.startsWith(config.arn()))
        .filter(_ -> functions.knows(name, qualifier))
        .orElseThrow(() ->
            new Refusal(
                404,
                "ResourceNotFoundException",
                "Function not found: %s, version %s".formatted(nameOrArn, qualifier)));
  }

  private static @Nullable String parameter(Request request, String name) {
    return Request.extractQueryParameters(request).getValue(name);
  }

  private static void refuseParameters(Request request, String allowed) {
    for (var name : Request.extractQueryParameters(request).getNames()) {
      if (!name.equals(allowed)) {
        throw invalid("the parameter " + name + " is not supported here");
      }
    }
  }

  /// The request's body, which must be JSON.
  private static byte[] event(Request request, int most) throws IOException {
    var body = Content.Source.asInputStream(request).readNBytes(most + 1);
    if (body.length > most) {
      throw new Refusal(
          413,
          "RequestTooLargeException",
          "Request must be smaller than %d bytes for the InvokeFunction operation".formatted(most));
    }
    if (body.length == 0) {
      return "{}".getBytes(StandardCharsets.UTF_8);
    }
    try {
      JSON.readTree(body);
      return body;
    } catch (JacksonException e) {
      throw new Refusal(
          400,
          "InvalidRequestContentException",
          "Could not parse request body into json: " + e.getOriginalMessage());
    }
  }

  /// A client context as runtimes get it: JSON that fits into a header.
  private static String context(String header) {
    try {
      return JSON.writeValueAsString(JSON.readTree(Base64.getDecoder().decode(header)));
    } catch (IllegalArgumentException | JacksonException e) {
      throw new Refusal(
          400,
          "InvalidRequestContentException",
          "X-Amz-Client-Context must be JSON in base64: " + e.getMessage());
    }
  }

  private Map<String, Object> list() {
    return Map.of("Functions", functions.list().stream().map(LambdaApi::configuration).toList());
  }

  private static Map<String, Object> function(FunctionConfig config) {
    return Map.of(
        "Configuration",
        configuration(config),
        "Concurrency",
        Map.of("ReservedConcurrentExecutions", config.concurrency()));
  }

  private static Map<String, Object> configuration(FunctionConfig config) {
    var document = new LinkedHashMap<String, Object>();
    document.put("FunctionName", config.name());
    document.put("FunctionArn", config.arn());
    document.put("Runtime", config.runtime());
    document.put("Handler", config.handler());
    document.put("Timeout", config.timeout().toSeconds());
    document.put("MemorySize", config.memoryMb());
    document.put("Version", "$LATEST");
    document.put("PackageType", "Zip");
    document.put("State", "Active");
    document.put("LastUpdateStatus", "Successful");
    document.put("Environment", Map.of("Variables", config.environment()));
    document.put("LoggingConfig", Map.of("LogFormat", "Text", "LogGroup", config.logGroup()));
    return document;
  }

  private static Optional<String> header(Request request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  private static Refusal invalid(String message) {
    return new Refusal(400, "InvalidParameterValueException", message);
  }

  private static boolean isOurs(String path) {
    return path.equals(FUNCTIONS) || path.startsWith(FUNCTIONS + "/");
  }

  private static void answer(Response response, Callback callback, int status, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
