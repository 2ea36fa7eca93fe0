package dev.millrace.local.firehose;

import dev.millrace.local.firehose.format.DataFormatConversion;
import org.jspecify.annotations.Nullable;

/// `ExtendedS3DestinationConfiguration` as it is on the wire.
///
/// Deviates from AWS: the role is not assumed.
record ExtendedS3(
    String roleARN,
    String bucketARN,
    @Nullable String prefix,
    @Nullable String errorOutputPrefix,
    @Nullable BufferingHints bufferingHints,
    @Nullable CompressionFormat compressionFormat,
    @Nullable EncryptionConfiguration encryptionConfiguration,
    @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions,
    @Nullable ProcessingConfiguration processingConfiguration,
    @Nullable BackupMode s3BackupMode,
    @Nullable PlainS3 s3BackupConfiguration,
    @Nullable String fileExtension,
    @Nullable String customTimeZone,
    @Nullable DataFormatConversion dataFormatConversionConfiguration,
    @Nullable DynamicPartitioning dynamicPartitioningConfiguration) {

  /// As AWS spells them.
  enum BackupMode {
    Disabled,
    Enabled
  }

  /// `ExtendedS3DestinationUpdate`: what is left out stays as it is.
  record Update(
      @Nullable String roleARN,
      @Nullable String bucketARN,
      @Nullable String prefix,
      @Nullable String errorOutputPrefix,
      @Nullable BufferingHints bufferingHints,
      @Nullable CompressionFormat compressionFormat,
      @Nullable EncryptionConfiguration encryptionConfiguration,
      @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions,
      @Nullable ProcessingConfiguration processingConfiguration,
      @Nullable BackupMode s3BackupMode,
      PlainS3.@Nullable Update s3BackupUpdate,
      @Nullable String fileExtension,
      @Nullable String customTimeZone,
      @Nullable DataFormatConversion dataFormatConversionConfiguration,
      @Nullable DynamicPartitioning dynamicPartitioningConfiguration) {}

  /// `ExtendedS3DestinationDescription`.
  record Description(
      String roleARN,
      String bucketARN,
      @Nullable String prefix,
      @Nullable String errorOutputPrefix,
      @Nullable BufferingHints bufferingHints,
      @Nullable CompressionFormat compressionFormat,
      @Nullable EncryptionConfiguration encryptionConfiguration,
      @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions,
      @Nullable ProcessingConfiguration processingConfiguration,
      @Nullable BackupMode s3BackupMode,
      @Nullable PlainS3 s3BackupDescription,
      @Nullable String fileExtension,
      @Nullable String customTimeZone,
      @Nullable DataFormatConversion dataFormatConversionConfiguration,
      @Nullable DynamicPartitioning dynamicPartitioningConfiguration) {}

  ExtendedS3 with(Update update) {
    return new ExtendedS3(
        Merge.or(update.roleARN, roleARN),
        Merge.or(update.bucketARN, bucketARN),
        Merge.orNull(update.prefix, prefix),
        Merge.orNull(update.errorOutputPrefix, errorOutputPrefix),
        Merge.orNull(update.bufferingHints, bufferingHints),
        Merge.orNull(update.compressionFormat, compressionFormat),
        Merge.orNull(update.encryptionConfiguration, encryptionConfiguration),
        Merge.orNull(update.cloudWatchLoggingOptions, cloudWatchLoggingOptions),
        Merge.orNull(update.processingConfiguration, processingConfiguration),
        Merge.orNull(update.s3BackupMode, s3BackupMode),
        backupWith(update.s3BackupUpdate),
        Merge.orNull(update.fileExtension, fileExtension),
        Merge.orNull(update.customTimeZone, customTimeZone),
        Merge.orNull(update.dataFormatConversionConfiguration, dataFormatConversionConfiguration),
        Merge.orNull(update.dynamicPartitioningConfiguration, dynamicPartitioningConfiguration));
  }

  private @Nullable PlainS3 backupWith(PlainS3.@Nullable Update update) {
    if (update == null) {
      return s3BackupConfiguration;
    }
    if (s3BackupConfiguration != null) {
      return s3BackupConfiguration.with(update);
    }
    var role = update.roleARN();
    var bucket = update.bucketARN();
    if (role == null || bucket == null) {
      throw Refusal.argument(
          "S3BackupUpdate must have RoleARN and BucketARN, for there is no backup yet");
    }
    return new PlainS3(role, bucket, null, null, null, null, null, null).with(update);
  }

  /// With the defaults of what is missing.
  Description described() {
    return new Description(
        roleARN,
        bucketARN,
        prefix,
        errorOutputPrefix,
        Merge.or(bufferingHints, new BufferingHints(usualMebibytes(), 300)),
        Merge.or(compressionFormat, CompressionFormat.UNCOMPRESSED),
        Merge.or(encryptionConfiguration, EncryptionConfiguration.NONE),
        Merge.or(cloudWatchLoggingOptions, CloudWatchLoggingOptions.NONE),
        Merge.or(processingConfiguration, ProcessingConfiguration.NONE),
        Merge.or(s3BackupMode, BackupMode.Disabled),
        s3BackupConfiguration == null ? null : s3BackupConfiguration.described(),
        fileExtension,
        Merge.or(customTimeZone, "UTC"),
        dataFormatConversionConfiguration,
        dynamicPartitioningConfiguration);
  }

  /// The least and the usual size of a buffer differ for rows of a table's format and partitions.
  boolean hasLargeBuffers() {
    return convertsFormats() || DynamicPartitioning.isOn(dynamicPartitioningConfiguration);
  }

  int usualMebibytes() {
    return hasLargeBuffers() ? 128 : 5;
  }

  private boolean convertsFormats() {
    return dataFormatConversionConfiguration != null && dataFormatConversionConfiguration.applies();
  }
}
