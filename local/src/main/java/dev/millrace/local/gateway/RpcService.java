package dev.millrace.local.gateway;

import java.util.List;

/// An AWS service spoken in Smithy's RPC v2 CBOR, its actions named by the path
/// `/service/<id>/operation/<action>`.
///
/// @param id the service's shape id
/// @param actions what the service can do; any other action is refused by name
public record RpcService(String id, List<AwsAction<?, ?>> actions) {

  public RpcService {
    actions = List.copyOf(actions);
  }
}
