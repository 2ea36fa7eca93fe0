package dev.millrace.local.firehose;

import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.mapping.StreamSignals;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The services that delivery streams read from and write to.
///
/// @param s3 writes the objects
/// @param kinesis reads the sources
/// @param glue has the tables into whose format records are converted
/// @param functions transform records
/// @param domains finds the endpoint of an OpenSearch domain by its ARN
/// @param signals tells of new records in the sources
public record Neighbours(
    S3Client s3,
    KinesisClient kinesis,
    GlueServer glue,
    Invoker functions,
    Function<String, Optional<URI>> domains,
    StreamSignals signals) {}
