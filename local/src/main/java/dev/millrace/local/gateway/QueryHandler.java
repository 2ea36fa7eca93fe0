package dev.millrace.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Performs the calls of one service in the query protocol.
final class QueryHandler extends Handler.Abstract {

  static final String FORM = "application/x-www-form-urlencoded";
  private static final String XML = "text/xml";

  private final QueryService service;
  private final Map<String, AwsAction<?, ?>> actions;

  QueryHandler(QueryService service) {
    this.service = service;
    this.actions =
        service.actions().stream().collect(toUnmodifiableMap(AwsAction::name, Function.identity()));
  }

  /// Whether a request is a form that is signed for the service.
  boolean accepts(Request request) {
    var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null
        && type.startsWith(FORM)
        && Signing.service(request).equals(Optional.of(service.signingName()));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var body = Bodies.read(request);
    if (body.isEmpty()) {
      Dispatcher.refuse(response, callback, Bodies.tooLarge(service.signingName()));
    } else {
      Dispatcher.write(answer(new String(body.get(), UTF_8)), response, callback);
    }
    return true;
  }

  private Answer answer(String form) {
    var action = "a request";
    try {
      var parameters = new LinkedHashMap<>(QueryForm.parameters(form));
      action = parameters.getOrDefault("Action", "");
      parameters.remove("Action");
      parameters.remove("Version");
      var result =
          JsonServices.perform(
              find(action),
              WireFormat.QUERY,
              WireFormat.JSON.write(QueryForm.document(parameters)));
      var body = QueryXml.result(action, result, service.namespace(), requestId());
      return new Answer(200, XML, Map.of(), body);
    } catch (AwsException e) {
      return refusal(e);
    } catch (RuntimeException | Error e) {
      return refusal(JsonServices.internalFailure(service.signingName() + " " + action, e));
    }
  }

  private AwsAction<?, ?> find(String name) {
    var action = actions.get(name);
    if (action == null) {
      throw JsonServices.unknown(name, service.signingName(), actions.keySet());
    }
    return action;
  }

  private Answer refusal(AwsException refusal) {
    return new Answer(
        refusal.error().status(),
        XML,
        Map.of(),
        QueryXml.error(refusal, service.namespace(), requestId()));
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }
}
