package dev.millrace.local.lambda.inside;

import org.jspecify.annotations.Nullable;

/// A function seen from outside its class loader. The one type that both sides share.
public interface LoadedFunction {

  /// Why the handler could not be made, as an error document; null if it could.
  byte @Nullable [] initError();

  /// Runs the handler. Returns normally whatever the handler throws.
  Reply call(Call call);

  /// An event and its context.
  ///
  /// @param requestId identifies the invocation
  /// @param functionArn the ARN that was invoked
  /// @param deadlineMillis real time at which the function must be done, since the epoch
  /// @param traceId an X-Ray trace header
  /// @param clientContext the caller's context, JSON; empty for none
  /// @param event the event's JSON
  record Call(
      String requestId,
      String functionArn,
      long deadlineMillis,
      String traceId,
      String clientContext,
      byte[] event) {}

  /// What the handler made of it.
  ///
  /// @param failed whether it threw; then the payload is its error document
  /// @param fatal whether the environment must not be used again
  /// @param payload JSON
  record Reply(boolean failed, boolean fatal, byte[] payload) {}
}
