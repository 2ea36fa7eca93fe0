package dev.millrace.local.gateway;

import java.util.List;

/// An AWS service spoken in JSON (or CBOR), its actions named by the header `X-Amz-Target`.
///
/// @param targetPrefix the part before the dot, such as `Kinesis_20131202`
/// @param actions what the service can do; any other action is refused by name
/// @param queryCompatible whether callers go by the error codes that it had in the query protocol
public record JsonService(String targetPrefix, List<Action<?>> actions, boolean queryCompatible) {

  /// A service that always spoke JSON.
  public JsonService(String targetPrefix, List<Action<?>> actions) {
    this(targetPrefix, actions, false);
  }

  public JsonService {
    actions = List.copyOf(actions);
  }
}
