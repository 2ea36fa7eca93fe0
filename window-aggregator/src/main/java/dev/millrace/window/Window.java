package dev.millrace.window;

import java.time.Instant;

/// A tumbling window, `[start, end)`, as the event source mapping cut it.
record Window(Instant start, Instant end) {}
