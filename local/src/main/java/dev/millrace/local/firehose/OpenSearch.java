package dev.millrace.local.firehose;

import org.jspecify.annotations.Nullable;

/// `AmazonopensearchserviceDestinationConfiguration` as it is on the wire.
///
/// Deviates from AWS: the role is not assumed, and requests are not signed.
record OpenSearch(
    String roleARN,
    @Nullable String domainARN,
    @Nullable String clusterEndpoint,
    String indexName,
    @Nullable String typeName,
    @Nullable IndexRotationPeriod indexRotationPeriod,
    @Nullable BufferingHints bufferingHints,
    @Nullable RetryOptions retryOptions,
    @Nullable BackupMode s3BackupMode,
    PlainS3 s3Configuration,
    @Nullable ProcessingConfiguration processingConfiguration,
    @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions,
    @Nullable DocumentIdOptions documentIdOptions) {

  /// As AWS spells them.
  enum BackupMode {
    FailedDocumentsOnly,
    AllDocuments
  }

  /// `AmazonopensearchserviceDestinationUpdate`: what is left out stays as it is.
  record Update(
      @Nullable String roleARN,
      @Nullable String domainARN,
      @Nullable String clusterEndpoint,
      @Nullable String indexName,
      @Nullable String typeName,
      @Nullable IndexRotationPeriod indexRotationPeriod,
      @Nullable BufferingHints bufferingHints,
      @Nullable RetryOptions retryOptions,
      PlainS3.@Nullable Update s3Update,
      @Nullable ProcessingConfiguration processingConfiguration,
      @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions,
      @Nullable DocumentIdOptions documentIdOptions) {}

  /// `AmazonopensearchserviceDestinationDescription`.
  record Description(
      String roleARN,
      @Nullable String domainARN,
      @Nullable String clusterEndpoint,
      String indexName,
      @Nullable String typeName,
      @Nullable IndexRotationPeriod indexRotationPeriod,
      @Nullable BufferingHints bufferingHints,
      @Nullable RetryOptions retryOptions,
      @Nullable BackupMode s3BackupMode,
      PlainS3 s3DestinationDescription,
      @Nullable ProcessingConfiguration processingConfiguration,
      @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions,
      @Nullable DocumentIdOptions documentIdOptions) {}

  /// A new place replaces the old one, however either is given.
  OpenSearch with(Update update) {
    var moves = update.domainARN != null || update.clusterEndpoint != null;
    return new OpenSearch(
        Merge.or(update.roleARN, roleARN),
        moves ? update.domainARN : domainARN,
        moves ? update.clusterEndpoint : clusterEndpoint,
        Merge.or(update.indexName, indexName),
        Merge.orNull(update.typeName, typeName),
        Merge.orNull(update.indexRotationPeriod, indexRotationPeriod),
        Merge.orNull(update.bufferingHints, bufferingHints),
        Merge.orNull(update.retryOptions, retryOptions),
        s3BackupMode,
        update.s3Update == null ? s3Configuration : s3Configuration.with(update.s3Update),
        Merge.orNull(update.processingConfiguration, processingConfiguration),
        Merge.orNull(update.cloudWatchLoggingOptions, cloudWatchLoggingOptions),
        Merge.orNull(update.documentIdOptions, documentIdOptions));
  }

  /// With the defaults of what is missing.
  Description described() {
    return new Description(
        roleARN,
        domainARN,
        clusterEndpoint,
        indexName,
        typeName,
        Merge.or(indexRotationPeriod, IndexRotationPeriod.OneDay),
        Merge.or(bufferingHints, new BufferingHints(5, 300)),
        Merge.or(retryOptions, new RetryOptions(RetryOptions.USUAL)),
        Merge.or(s3BackupMode, BackupMode.FailedDocumentsOnly),
        s3Configuration.described(),
        Merge.or(processingConfiguration, ProcessingConfiguration.NONE),
        Merge.or(cloudWatchLoggingOptions, CloudWatchLoggingOptions.NONE),
        Merge.or(documentIdOptions, DocumentIdOptions.USUAL));
  }
}
