package dev.millrace.local.firehose;

/// How a delivery stream is doing.
///
/// @param name the delivery stream
/// @param recordsIn records taken so far; those of a KPL aggregate count one by one
/// @param recordsBuffered records that their destination does not have yet; processors may make
///   more or fewer of them
/// @param bytesBuffered their bytes, with those of a backup
/// @param recordsDelivered records that their destination has, or the error prefix
/// @param objectsWritten batches delivered; what format conversion makes of a buffer counts as one
/// @param failures how often a batch could not be processed or delivered, or the source not be read
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
