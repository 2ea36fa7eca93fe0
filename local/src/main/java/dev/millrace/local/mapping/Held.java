package dev.millrace.local.mapping;

import dev.millrace.local.mapping.StreamSource.ShardReader;

/// One shard of a mapping: where its reader stands, and what of the records read so far is left to
/// do.
///
/// @param reader goes on where it stopped
/// @param readerRole the role that the reader writes into records
/// @param state everything up to the reader's place that is not resolved
record Held(ShardReader reader, String readerRole, ShardState state) {}
