package dev.millrace.local.iam;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A call of an API whose actions have names.
///
/// @param service as policies spell it, such as `dynamodb`
/// @param action as the API spells it, such as `PutItem`
/// @param request its document
record Call(String service, String action, JsonNode request) {

  /// The action as policies spell it.
  String name() {
    return service + ":" + action;
  }

  /// A member of the request that is a text; empty if it is not there.
  Optional<String> text(String member) {
    return text(request, member);
  }

  static Optional<String> text(JsonNode object, String member) {
    return Optional.of(object.path(member)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  /// The first of some members that is there.
  Optional<String> firstOf(String... members) {
    return List.of(members).stream().flatMap(member -> text(member).stream()).findFirst();
  }

  /// What it asks for if it is on one resource; nothing if nobody knows which.
  List<Access> on(Optional<String> resource) {
    return resource.map(arn -> List.of(Access.to(name(), arn))).orElse(List.of());
  }

  /// The same call as one of another action, whose permission it needs.
  Call as(String other) {
    return new Call(service, other, request);
  }
}
