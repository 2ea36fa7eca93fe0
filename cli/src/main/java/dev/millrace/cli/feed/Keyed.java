package dev.millrace.cli.feed;

/// A record for a stream.
///
/// @param data owned by this value: not to be written to
/// @param ordered whether it must stay behind the earlier ones of its key
public record Keyed(String partitionKey, byte[] data, boolean ordered) {}
