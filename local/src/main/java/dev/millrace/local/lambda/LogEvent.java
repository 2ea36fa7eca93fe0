package dev.millrace.local.lambda;

import java.time.Instant;

/// One entry of a function's log; may span lines.
///
/// @param id counts all entries of a stack
/// @param function who logged it
/// @param stream the execution environment's log stream
/// @param time the stack's time
/// @param message without the final line break
public record LogEvent(long id, String function, String stream, Instant time, String message) {}
