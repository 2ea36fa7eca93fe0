package dev.millrace.local.firehose;

import org.jspecify.annotations.Nullable;

/// `S3DestinationConfiguration`, and its description, as they are on the wire: where backups go.
record PlainS3(
    String roleARN,
    String bucketARN,
    @Nullable String prefix,
    @Nullable String errorOutputPrefix,
    @Nullable BufferingHints bufferingHints,
    @Nullable CompressionFormat compressionFormat,
    @Nullable EncryptionConfiguration encryptionConfiguration,
    @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions) {

  /// `S3DestinationUpdate`: what is left out stays as it is.
  record Update(
      @Nullable String roleARN,
      @Nullable String bucketARN,
      @Nullable String prefix,
      @Nullable String errorOutputPrefix,
      @Nullable BufferingHints bufferingHints,
      @Nullable CompressionFormat compressionFormat,
      @Nullable EncryptionConfiguration encryptionConfiguration,
      @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions) {}

  PlainS3 with(Update update) {
    return new PlainS3(
        Merge.or(update.roleARN, roleARN),
        Merge.or(update.bucketARN, bucketARN),
        Merge.orNull(update.prefix, prefix),
        Merge.orNull(update.errorOutputPrefix, errorOutputPrefix),
        Merge.orNull(update.bufferingHints, bufferingHints),
        Merge.orNull(update.compressionFormat, compressionFormat),
        Merge.orNull(update.encryptionConfiguration, encryptionConfiguration),
        Merge.orNull(update.cloudWatchLoggingOptions, cloudWatchLoggingOptions));
  }

  /// With the defaults of what is missing.
  PlainS3 described() {
    return new PlainS3(
        roleARN,
        bucketARN,
        prefix,
        errorOutputPrefix,
        Merge.or(bufferingHints, new BufferingHints(5, 300)),
        Merge.or(compressionFormat, CompressionFormat.UNCOMPRESSED),
        Merge.or(encryptionConfiguration, EncryptionConfiguration.NONE),
        Merge.or(cloudWatchLoggingOptions, CloudWatchLoggingOptions.NONE));
  }
}
