package dev.millrace.local.gateway;

import java.util.function.Function;

/// An API action that answers with a document.
///
/// Input and output are records whose components carry the API's member names with a lower-case
/// first letter (`streamName` is `StreamName` on the wire). Blobs are `byte[]`, times are
/// `Instant`, members that may be missing are `@Nullable` and are left out of answers when null. A
/// member the record does not have is refused by name. An action without a result returns
/// [NoResult].
///
/// @param name as in `X-Amz-Target`
/// @param input the request record
/// @param body from request to result; refuses with [AwsException]
public record AwsAction<I, O>(String name, Class<I> input, Function<I, O> body)
    implements Action<I> {

  /// The result of an action that answers with an empty body.
  public record NoResult() {}
}
