package dev.millrace.local.firehose;

import java.util.Optional;

/// A delivery stream with where its records come from and go to.
///
/// @param sourceArn the Kinesis stream it reads; empty if records are put directly
/// @param bucket where its objects go, or those of failures if it indexes documents
/// @param index the OpenSearch index it delivers to; empty if it delivers objects
public record DeliveryDetail(
    DeliveryStatus status, Optional<String> sourceArn, String bucket, Optional<String> index) {}
