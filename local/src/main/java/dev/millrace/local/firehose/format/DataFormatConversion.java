package dev.millrace.local.firehose.format;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `DataFormatConversionConfiguration` as it is on the wire.
public record DataFormatConversion(
    @Nullable Boolean enabled,
    @Nullable SchemaConfiguration schemaConfiguration,
    @Nullable InputFormat inputFormatConfiguration,
    @Nullable OutputFormat outputFormatConfiguration) {

  /// The Glue table with the columns.
  public record SchemaConfiguration(
      @Nullable String roleARN,
      @Nullable String catalogId,
      @Nullable String databaseName,
      @Nullable String tableName,
      @Nullable String region,
      @Nullable String versionId) {}

  public record InputFormat(@Nullable DeserializerChoice deserializer) {}

  public record DeserializerChoice(
      @Nullable OpenXJsonSerDe openXJsonSerDe, @Nullable HiveJsonSerDe hiveJsonSerDe) {}

  public record OpenXJsonSerDe(
      @Nullable Boolean convertDotsInJsonKeysToUnderscores,
      @Nullable Boolean caseInsensitive,
      @Nullable Map<String, String> columnToJsonKeyMappings) {}

  public record HiveJsonSerDe(@Nullable List<String> timestampFormats) {}

  public record OutputFormat(@Nullable SerializerChoice serializer) {}

  public record SerializerChoice(
      @Nullable ParquetSerDe parquetSerDe, @Nullable OrcSerDe orcSerDe) {}

  public record ParquetSerDe(
      @Nullable Integer blockSizeBytes,
      @Nullable Integer pageSizeBytes,
      Serializer.Parquet.@Nullable ParquetCodec compression,
      @Nullable Boolean enableDictionaryCompression,
      @Nullable Integer maxPaddingBytes,
      Serializer.Parquet.@Nullable ParquetVersion writerVersion) {}

  public record OrcSerDe(
      @Nullable Integer stripeSizeBytes,
      @Nullable Integer blockSizeBytes,
      @Nullable Integer rowIndexStride,
      @Nullable Boolean enablePadding,
      @Nullable Double paddingTolerance,
      Serializer.Orc.@Nullable OrcCodec compression,
      @Nullable List<String> bloomFilterColumns,
      @Nullable Double bloomFilterFalsePositiveProbability,
      @Nullable Double dictionaryKeyThreshold,
      Serializer.Orc.@Nullable OrcVersion formatVersion) {}

  /// Whether records are converted; left out, it means yes.
  public boolean applies() {
    return !Boolean.FALSE.equals(enabled);
  }

  /// The checked settings of the input.
  ///
  /// @throws FormatException naming the setting that breaks a rule
  public Deserializer deserializer() {
    return Settings.deserializer(inputFormatConfiguration);
  }

  /// The checked settings of the output.
  ///
  /// @throws FormatException naming the setting that breaks a rule
  public Serializer serializer() {
    return Settings.serializer(outputFormatConfiguration);
  }
}
