package dev.millrace.local.mapping.api;

import java.util.List;

/// A request that is refused, as Lambda words it.
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String type;

  private Refusal(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  static Refusal invalid(String message) {
    return new Refusal(400, "InvalidParameterValueException", message);
  }

  static Refusal notSupported(String member) {
    return invalid("the member " + member + " is not supported here");
  }

  /// A value that the API's own description rules out.
  static Refusal constraint(String value, String member, String rule) {
    return new Refusal(
        400,
        "ValidationException",
        "1 validation error detected: Value %s at '%s' failed to satisfy constraint: %s"
            .formatted(value, member, rule));
  }

  static Refusal wrongType(String member, String type, Object value) {
    return new Refusal(
        400, "SerializationException", "%s must be %s, was %s".formatted(member, type, value));
  }

  static Refusal unreadable(String reason) {
    return new Refusal(
        400, "InvalidRequestContentException", "Could not parse request body into json: " + reason);
  }

  static Refusal noSuchFunction(String function) {
    return new Refusal(404, "ResourceNotFoundException", "Function not found: " + function);
  }

  static Refusal noSuchMapping(String uuid) {
    return new Refusal(
        404,
        "ResourceNotFoundException",
        "The resource you requested does not exist: event source mapping " + uuid);
  }

  static Refusal inUse(String reason) {
    return new Refusal(
        400,
        "ResourceInUseException",
        "Cannot update the event source mapping because it is in use: " + reason);
  }

  static Refusal exists(String streamArn, String functionName, List<String> uuids) {
    return new Refusal(
        409,
        "ResourceConflictException",
        ("The event source arn (\" %s \") and function (\" %s \") provided mapping already exists."
                + " Please update or delete the existing mapping with UUID %s")
            .formatted(streamArn, functionName, uuids.getFirst()));
  }

  static Refusal noSuchOperation(String call) {
    return new Refusal(404, "UnknownOperationException", call + " is not supported here");
  }
}
