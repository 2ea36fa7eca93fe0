package dev.millrace.local.firehose;

import dev.millrace.local.firehose.format.DataFormatConversion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `ExtendedS3DestinationConfiguration`, and its description, as they are on the wire.
///
/// Deviates from AWS: what `CloudWatchLoggingOptions` asks for is written to the emulator's own
/// log; the role is not assumed.
record ExtendedS3(
    String roleARN,
    String bucketARN,
    @Nullable String prefix,
    @Nullable String errorOutputPrefix,
    @Nullable BufferingHints bufferingHints,
    @Nullable CompressionFormat compressionFormat,
    @Nullable CloudWatchLoggingOptions cloudWatchLoggingOptions,
    @Nullable ProcessingConfiguration processingConfiguration,
    @Nullable BackupMode s3BackupMode,
    @Nullable String fileExtension,
    @Nullable String customTimeZone,
    @Nullable DataFormatConversion dataFormatConversionConfiguration) {

  /// Both must be given, or the structure left out.
  record BufferingHints(@Nullable Integer sizeInMBs, @Nullable Integer intervalInSeconds) {}

  /// As AWS spells them.
  enum CompressionFormat {
    UNCOMPRESSED,
    GZIP,
    ZIP,
    Snappy,
    HADOOP_SNAPPY
  }

  /// As AWS spells them.
  enum BackupMode {
    Disabled,
    Enabled
  }

  record CloudWatchLoggingOptions(
      @Nullable Boolean enabled, @Nullable String logGroupName, @Nullable String logStreamName) {}

  record ProcessingConfiguration(@Nullable Boolean enabled, @Nullable List<Processor> processors) {}

  record Processor(String type, @Nullable List<Parameter> parameters) {}

  record Parameter(String parameterName, String parameterValue) {}

  /// With the defaults of what is missing.
  ExtendedS3 described() {
    return new ExtendedS3(
        roleARN,
        bucketARN,
        prefix,
        errorOutputPrefix,
        bufferingHints == null
            ? new BufferingHints(convertsFormats() ? 128 : 5, 300)
            : bufferingHints,
        compressionFormat == null ? CompressionFormat.UNCOMPRESSED : compressionFormat,
        cloudWatchLoggingOptions == null
            ? new CloudWatchLoggingOptions(false, null, null)
            : cloudWatchLoggingOptions,
        processingConfiguration == null
            ? new ProcessingConfiguration(false, List.of())
            : processingConfiguration,
        s3BackupMode == null ? BackupMode.Disabled : s3BackupMode,
        fileExtension,
        customTimeZone == null ? "UTC" : customTimeZone,
        dataFormatConversionConfiguration);
  }

  /// Whether records become rows of a table's format.
  boolean convertsFormats() {
    return dataFormatConversionConfiguration != null && dataFormatConversionConfiguration.applies();
  }
}
