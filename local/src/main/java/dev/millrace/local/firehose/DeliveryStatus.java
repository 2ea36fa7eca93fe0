package dev.millrace.local.firehose;

/// How a delivery stream is doing.
///
/// @param name the delivery stream
/// @param recordsIn records taken so far; those of a KPL aggregate count one by one
/// @param recordsBuffered records that S3 does not have yet
/// @param bytesBuffered their bytes
/// @param recordsDelivered records that S3 has
/// @param objectsWritten objects made of them; what format conversion makes of a buffer counts as
///   one
/// @param failures how often S3 refused an object, or the source could not be read
/// @param caughtUp whether everything in the source was taken; always for direct puts
public record DeliveryStatus(
    String name,
    long recordsIn,
    long recordsBuffered,
    long bytesBuffered,
    long recordsDelivered,
    long objectsWritten,
    long failures,
    boolean caughtUp) {}
