package dev.millrace.local.gateway;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Performs the calls of one service in Smithy's RPC v2 CBOR.
final class RpcHandler extends Handler.Abstract {

  static final String PROTOCOL_HEADER = "smithy-protocol";
  static final String PROTOCOL = "rpc-v2-cbor";

  private final RpcService service;
  private final String prefix;
  private final Map<String, AwsAction<?, ?>> actions;

  RpcHandler(RpcService service) {
    this.service = service;
    this.prefix = "/service/" + service.id() + "/operation/";
    this.actions =
        service.actions().stream().collect(toUnmodifiableMap(AwsAction::name, Function.identity()));
  }

  boolean accepts(Request request) {
    return PROTOCOL.equals(request.getHeaders().get(PROTOCOL_HEADER))
        && request.getHttpURI().getPath().startsWith(prefix);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var action = request.getHttpURI().getPath().substring(prefix.length());
    var body = Bodies.read(request);
    response.getHeaders().put(PROTOCOL_HEADER, PROTOCOL);
    var answer = body.isEmpty() ? refusal(Bodies.tooLarge(action)) : answer(action, body.get());
    Dispatcher.write(answer, response, callback);
    return true;
  }

  private Answer answer(String name, byte[] body) {
    try {
      var action = actions.get(name);
      if (action == null) {
        throw JsonServices.unknown(name, service.id(), actions.keySet());
      }
      var result = JsonServices.perform(action, WireFormat.RPC_CBOR, body);
      return Answer.of(result, WireFormat.RPC_CBOR, WireFormat.RPC_CBOR.payloadType());
    } catch (AwsException e) {
      return refusal(e);
    } catch (RuntimeException | Error e) {
      return refusal(JsonServices.internalFailure(service.id() + " " + name, e));
    }
  }

  static Answer refusal(AwsException refusal) {
    return Answer.of(refusal, WireFormat.RPC_CBOR, WireFormat.RPC_CBOR.payloadType())
        .withQueryError(refusal.error());
  }
}
