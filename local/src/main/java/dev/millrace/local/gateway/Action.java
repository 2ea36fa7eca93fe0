package dev.millrace.local.gateway;

/// One API action of a JSON service.
///
/// @param <I> the request record
public sealed interface Action<I> permits AwsAction, StreamingAction {

  /// As in `X-Amz-Target`.
  String name();

  /// The request record; [AwsAction] has the rules for it.
  Class<I> input();
}
