package dev.millrace.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a caller speaks: how its request is read and how it is refused, whichever service would
/// answer it.
public enum Protocol {
  /// The action in `X-Amz-Target`, a document in JSON or in the CBOR that stands in for it.
  TARGET,
  /// Smithy's RPC v2 CBOR: the action in the path.
  RPC,
  /// A form with the action among its parameters, answered in XML.
  QUERY,
  /// Lambda's methods and paths, answered in JSON.
  LAMBDA,
  /// S3's methods and paths, answered in XML.
  S3;

  private static final String XML = "text/xml";
  private static final String FAULTS = "http://webservices.amazon.com/AWSFault/2005-15-09";

  /// Services that had the query protocol, and still give its error codes.
  private static final Set<String> QUERY_COMPATIBLE =
      Set.of("AmazonSQS", "GraniteServiceVersion20100801");

  /// The protocol of a request, which depends on nothing but its path and headers.
  public static Protocol of(Request request) {
    var headers = request.getHeaders();
    if (headers.contains("X-Amz-Target")) {
      return TARGET;
    }
    if (headers.contains(RpcHandler.PROTOCOL_HEADER)) {
      return RPC;
    }
    if (contentType(request).startsWith(QueryHandler.FORM)) {
      return QUERY;
    }
    return Request.getPathInContext(request).startsWith("/2015-03-31/") ? LAMBDA : S3;
  }

  /// What a request's body says; empty if it cannot be read, or is no document in this protocol.
  Optional<JsonNode> document(Request request, byte[] body) {
    return switch (this) {
      case TARGET -> WireFormat.of(contentType(request)).flatMap(format -> format.tree(body));
      case RPC -> WireFormat.RPC_CBOR.tree(body);
      case QUERY -> form(body);
      case LAMBDA, S3 -> Optional.empty();
    };
  }

  private static Optional<JsonNode> form(byte[] body) {
    try {
      return Optional.of(
          JsonMapper.shared().valueToTree(QueryForm.parameters(new String(body, UTF_8))));
    } catch (AwsException _) {
      return Optional.empty(); // the service refuses it
    }
  }

  /// A refusal, as a caller understands it.
  Answer refusal(Request request, AwsException refusal) {
    return switch (this) {
      case TARGET -> ofTarget(request, refusal);
      case RPC -> RpcHandler.refusal(refusal).with(RpcHandler.PROTOCOL_HEADER, RpcHandler.PROTOCOL);
      case QUERY -> xml(refusal, QueryXml.error(refusal, FAULTS, requestId()));
      case LAMBDA -> Answer.of(refusal);
      case S3 -> xml(refusal, QueryXml.errorOfS3(refusal, requestId()));
    };
  }

  private static Answer ofTarget(Request request, AwsException refusal) {
    var type = contentType(request);
    var format = WireFormat.of(type);
    var answer =
        Answer.of(refusal, format.orElse(WireFormat.JSON), format.isEmpty() ? Answer.JSON : type);
    var target = String.valueOf(request.getHeaders().get("X-Amz-Target"));
    return QUERY_COMPATIBLE.contains(target.split("\\.", 2)[0])
        ? answer.withQueryError(refusal.error())
        : answer;
  }

  private static Answer xml(AwsException refusal, byte[] document) {
    return new Answer(refusal.error().status(), XML, Map.of(), document);
  }

  private static String contentType(Request request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)).orElse("");
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }
}
