package dev.millrace.local.mapping.api;

import dev.millrace.local.gateway.Route;
import dev.millrace.local.lambda.Functions;
import dev.millrace.local.mapping.EventSourceMappings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Lambda's API for event source mappings: Create-, List-, Get-, Update- and
/// DeleteEventSourceMapping.
///
/// What is not supported is refused by name, and so are members that the API does not know.
public final class MappingsApi extends Handler.Abstract {

  private static final String MAPPINGS = "/2015-03-31/event-source-mappings";
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_ITEMS = 10_000;
  private static final Set<String> LIST_PARAMETERS =
      Set.of("EventSourceArn", "FunctionName", "Marker", "MaxItems");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final MappingActions actions;

  private MappingsApi(MappingActions actions) {
    this.actions = actions;
  }

  /// The route that serves the mappings.
  ///
  /// @param functions what mappings may call
  /// @param roles a function's execution role by the function's name, for `invokeIdentityArn`
  public static Route route(
      EventSourceMappings mappings, Functions functions, UnaryOperator<String> roles) {
    return new Route(
        request -> isOurs(Request.getPathInContext(request)),
        new MappingsApi(new MappingActions(mappings, functions, roles)));
  }

  private static boolean isOurs(String path) {
    return path.equals(MAPPINGS) || path.startsWith(MAPPINGS + "/");
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
    try {
      handle(request, response, callback, Request.getPathInContext(request));
    } catch (Refusal e) {
      response.getHeaders().put("x-amzn-ErrorType", e.type());
      // perhaps nobody has read the request's body
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      var body = Map.<String, Object>of("Type", "User", "message", String.valueOf(e.getMessage()));
      answer(response, callback, e.status(), body);
    }
    return true;
  }

  private void handle(Request request, Response response, Callback callback, String path)
      throws IOException {
    var uuid = path.substring(Math.min(path.length(), MAPPINGS.length() + 1));
    var call = request.getMethod() + (uuid.isEmpty() ? " all" : " one");
    refuseParameters(request, call.equals("GET all") ? LIST_PARAMETERS : Set.of());
    switch (uuid.contains("/") ? "" : call) {
      case "POST all" -> answer(response, callback, 202, actions.create(body(request)));
      case "GET all" -> answer(response, callback, 200, list(request));
      case "GET one" -> answer(response, callback, 200, actions.get(uuid));
      case "PUT one" -> answer(response, callback, 202, actions.update(uuid, body(request)));
      case "DELETE one" -> answer(response, callback, 202, actions.delete(uuid));
      default -> throw Refusal.noSuchOperation(request.getMethod() + " " + path);
    }
  }

  private Map<String, Object> list(Request request) {
    return actions.list(
        parameter(request, "EventSourceArn"),
        parameter(request, "FunctionName"),
        parameter(request, "Marker"),
        parameter(request, "MaxItems").map(MappingsApi::maxItems).orElse(MOST_ITEMS));
  }

  private static int maxItems(String text) {
    try {
      var number = Integer.parseInt(text);
      if (number >= 1 && number <= MOST_ITEMS) {
        return number;
      }
    } catch (NumberFormatException _) {
      throw Refusal.wrongType("MaxItems", "a whole number", text);
    }
    throw Refusal.constraint(
        "'" + text + "'", "maxItems", "Member must have value between 1 and " + MOST_ITEMS);
  }

  private static Optional<String> parameter(Request request, String name) {
    return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name));
  }

  private static void refuseParameters(Request request, Set<String> known) {
    for (var name : Request.extractQueryParameters(request).getNames()) {
      if (!known.contains(name)) {
        throw Refusal.invalid("the parameter " + name + " is not supported here");
      }
    }
  }

  private static byte[] body(Request request) throws IOException {
    var body = Content.Source.asInputStream(request).readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw Refusal.unreadable("must not be larger than " + MOST_BYTES + " bytes");
    }
    return body;
  }

  private static void answer(
      Response response, Callback callback, int status, Map<String, Object> body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(body)), callback);
  }
}
