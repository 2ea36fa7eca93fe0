package dev.millrace.local.iam;

import dev.millrace.local.gateway.Exchange;
import dev.millrace.local.gateway.Protocol;
import dev.millrace.local.gateway.Signing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What requests ask for, whatever protocol they are in.
record Requests(Arns arns) {

  /// The only service in Smithy's RPC v2 CBOR.
  private static final String RPC_PATH = "/service/GraniteServiceVersion20100801/operation/";

  private static final Map<String, String> QUERY_SERVICES =
      Map.of("monitoring", "cloudwatch", "sns", "sns", "sqs", "sqs");

  /// What a request asks for; nothing if it is not known here.
  ///
  /// @param exchange whose document is read, if it is in a protocol that has one
  List<Access> of(Exchange exchange) {
    var request = exchange.request();
    return switch (Protocol.of(request)) {
      case TARGET -> ofTarget(exchange.target().orElse(""), document(exchange));
      case RPC -> ofRpc(Request.getPathInContext(request), document(exchange));
      case QUERY -> ofForm(request, document(exchange));
      case LAMBDA -> new LambdaCalls(arns).of(call(request));
      case S3 -> S3Calls.of(call(request));
    };
  }

  private List<Access> ofTarget(String target, JsonNode document) {
    var dot = Math.max(0, target.lastIndexOf('.'));
    return ApiCalls.service(target.substring(0, dot))
        .map(service -> new Call(service, target.substring(dot + 1), document))
        .map(new ApiCalls(arns)::of)
        .orElse(List.of());
  }

  private List<Access> ofRpc(String path, JsonNode document) {
    return path.startsWith(RPC_PATH)
        ? new ApiCalls(arns).of(new Call("cloudwatch", path.substring(RPC_PATH.length()), document))
        : List.of();
  }

  /// SQS's form may name its queue in the path alone.
  private List<Access> ofForm(Request request, JsonNode parameters) {
    var service = QUERY_SERVICES.get(Signing.service(request).orElse("sqs"));
    var action = Call.text(parameters, "Action");
    if (service == null || action.isEmpty()) {
      return List.of();
    }
    var path = Request.getPathInContext(request);
    if (service.equals("sqs") && path.length() > 1 && parameters instanceof ObjectNode form) {
      form.put("QueueUrl", path);
    }
    return new ApiCalls(arns).of(new Call(service, action.get(), parameters));
  }

  private static JsonNode document(Exchange exchange) {
    return exchange.document().orElseGet(JsonNodeFactory.instance::objectNode);
  }

  private static HttpCall call(Request request) {
    var query = new HashMap<String, String>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), Optional.ofNullable(field.getValue()).orElse(""));
    }
    return new HttpCall(
        request.getMethod(),
        Request.getPathInContext(request),
        query,
        Optional.ofNullable(request.getHeaders().get("x-amz-copy-source"))
            .map(source -> URIUtil.decodePath(source)));
  }
}
