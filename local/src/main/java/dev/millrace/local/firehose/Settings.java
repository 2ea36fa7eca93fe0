package dev.millrace.local.firehose;

import dev.millrace.local.firehose.ExtendedS3.BackupMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A delivery stream's settings, checked.
///
/// @param openSearch where data goes; null if it becomes objects
/// @param objects where failures go
/// @param backup where records go as they came; null for nowhere
record Settings(
    Processing processing,
    @Nullable OpenSearchDestination openSearch,
    S3Destination objects,
    @Nullable S3Destination backup) {

  private static final String PATH = "extendedS3DestinationConfiguration";

  /// @throws dev.millrace.local.gateway.AwsException naming the parameter that breaks a rule, or is
  ///   not supported
  static Settings of(String stream, int version, ExtendedS3 config, Instant now) {
    var processing = Processing.of(config.processingConfiguration());
    var objects = S3Destination.of(stream, version, config, processing.delimiter(), now);
    checkPartitions(config, processing, objects);
    return new Settings(processing, null, objects, backup(stream, version, config, now));
  }

  /// @throws dev.millrace.local.gateway.AwsException naming the parameter that breaks a rule, or is
  ///   not supported
  static Settings of(String stream, int version, OpenSearch config, Instant now) {
    var processing = Processing.of(config.processingConfiguration());
    if (!processing.isLambdaAtMost()) {
      throw Refusal.argument(
          "ProcessingConfiguration: the processor Lambda is the only one for OpenSearch");
    }
    var objects =
        S3Destination.of(
            stream,
            version,
            config.s3Configuration(),
            OpenSearchDestination.PATH + ".s3Configuration",
            now);
    return new Settings(
        processing,
        OpenSearchDestination.of(config),
        objects,
        config.s3BackupMode() == OpenSearch.BackupMode.AllDocuments ? objects : null);
  }

  private static @Nullable S3Destination backup(
      String stream, int version, ExtendedS3 config, Instant now) {
    var backup = config.s3BackupConfiguration();
    var destination =
        backup == null
            ? null
            : S3Destination.of(stream, version, backup, PATH + ".s3BackupConfiguration", now);
    if (config.s3BackupMode() != BackupMode.Enabled) {
      return null;
    }
    if (destination == null) {
      throw Refusal.argument("S3BackupConfiguration is required if S3BackupMode is Enabled");
    }
    return destination;
  }

  private static void checkPartitions(
      ExtendedS3 config, Processing processing, S3Destination objects) {
    var partitioning = config.dynamicPartitioningConfiguration();
    if (partitioning != null) {
      var _ =
          RetryOptions.duration(
              partitioning.retryOptions(), PATH + ".dynamicPartitioningConfiguration");
    }
    if (!DynamicPartitioning.isOn(partitioning)) {
      needsPartitions("MetadataExtraction", processing.extraction());
      needsPartitions("RecordDeAggregation", processing.deAggregation());
      return;
    }
    var prefix = objects.keys().prefix();
    if (!prefix.keysFromLambda().isEmpty() && processing.lambda() == null) {
      throw Refusal.argument(
          "Prefix: '!{partitionKeyFromLambda:...}' needs the processor Lambda, was '%s'",
          config.prefix());
    }
    var extraction = processing.extraction();
    if (extraction == null && !prefix.keysFromQuery().isEmpty()) {
      throw Refusal.argument(
          "Prefix: '!{partitionKeyFromQuery:...}' needs the processor MetadataExtraction, was '%s'",
          config.prefix());
    }
    for (var key : prefix.keysFromQuery()) {
      if (extraction != null && !extraction.mayMake(key)) {
        throw Refusal.argument(
            "Prefix: '!{partitionKeyFromQuery:%s}' is no key of MetadataExtractionQuery '%s'",
            key, extraction.text());
      }
    }
  }

  private static void needsPartitions(String type, @Nullable Object processor) {
    if (processor != null) {
      throw Refusal.argument(
          "The processor %s needs DynamicPartitioningConfiguration with Enabled", type);
    }
  }

  DeliveryState.Rules rules() {
    return new DeliveryState.Rules(
        openSearch == null ? objects.buffering() : openSearch.buffering(),
        objects.delimiter().length,
        objects.buffering(),
        processing.buffering(),
        backup == null ? null : backup.buffering());
  }
}
