package dev.millrace.local.firehose;

import org.jspecify.annotations.Nullable;

/// `BufferingHints` as it is on the wire. Both must be given, or the structure left out.
record BufferingHints(@Nullable Integer sizeInMBs, @Nullable Integer intervalInSeconds) {}
