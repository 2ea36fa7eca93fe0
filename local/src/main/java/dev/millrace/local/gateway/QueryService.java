package dev.millrace.local.gateway;

import java.util.List;

/// An AWS service spoken in the query protocol: a form goes in, XML comes out.
///
/// A request is for the service that its signature names.
///
/// @param signingName as in the signature's scope, such as `sns`
/// @param namespace of the XML
/// @param actions what the service can do; any other action is refused by name
public record QueryService(String signingName, String namespace, List<AwsAction<?, ?>> actions) {

  public QueryService {
    actions = List.copyOf(actions);
  }
}
