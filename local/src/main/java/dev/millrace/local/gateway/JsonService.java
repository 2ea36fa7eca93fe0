package dev.millrace.local.gateway;

import java.util.List;

/// An AWS service spoken in JSON (or CBOR), its actions named by the header `X-Amz-Target`.
///
/// @param targetPrefix the part before the dot, such as `Kinesis_20131202`
/// @param actions what the service can do; any other action is refused by name
public record JsonService(String targetPrefix, List<Action<?>> actions) {

  public JsonService {
    actions = List.copyOf(actions);
  }
}
