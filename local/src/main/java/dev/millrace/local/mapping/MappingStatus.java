package dev.millrace.local.mapping;

/// How a mapping is doing.
///
/// @param uuid identifies the mapping
/// @param functionName the function it feeds
/// @param streamArn the stream it reads
/// @param state as `MappingState` says
/// @param lastProcessingResult `No records processed`, `OK`, or `PROBLEM: ` and what it is
/// @param recordsRead records fetched from the stream
/// @param recordsFiltered those of them that no filter matched
/// @param invocations invocations that reached the function and were answered
/// @param failedInvocations those that failed as a whole
/// @param recordsResolved records the mapping is done with, given up or not
/// @param recordsDiscarded records that were given up
/// @param recordsBuffered records that were read and are not resolved
/// @param caughtUp whether nothing was waiting in any shard when it was last read
public record MappingStatus(
    String uuid,
    String functionName,
    String streamArn,
    String state,
    String lastProcessingResult,
    long recordsRead,
    long recordsFiltered,
    long invocations,
    long failedInvocations,
    long recordsResolved,
    long recordsDiscarded,
    long recordsBuffered,
    boolean caughtUp) {}
