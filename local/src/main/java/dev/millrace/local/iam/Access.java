package dev.millrace.local.iam;

import java.util.Map;

/// One action on one resource, as policies are asked about it.
///
/// @param action such as `dynamodb:PutItem`
/// @param resource its ARN; `*` for actions that are on no resource
/// @param context what conditions may look at, by the names of `ContextKeys`
public record Access(String action, String resource, Map<String, String> context) {

  public Access {
    context = Map.copyOf(context);
  }

  /// Without a context of its own.
  public static Access to(String action, String resource) {
    return new Access(action, resource, Map.of());
  }

  /// The same with more context.
  Access with(Map<String, String> more) {
    return new Access(action, resource, ContextKeys.merged(context, more));
  }
}
