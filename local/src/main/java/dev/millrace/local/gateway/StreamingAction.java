package dev.millrace.local.gateway;

import java.util.function.Function;

/// An API action that answers with an event stream, `application/vnd.amazon.eventstream`.
///
/// @param name as in `X-Amz-Target`
/// @param input the request record, with the rules of [AwsAction]
/// @param open from request to what the stream sends; refuses with [AwsException] before it begins
public record StreamingAction<I>(String name, Class<I> input, Function<I, EventSource> open)
    implements Action<I> {}
