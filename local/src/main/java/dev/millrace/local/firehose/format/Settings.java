package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.DataFormatConversion.InputFormat;
import dev.millrace.local.firehose.format.DataFormatConversion.OpenXJsonSerDe;
import dev.millrace.local.firehose.format.DataFormatConversion.OrcSerDe;
import dev.millrace.local.firehose.format.DataFormatConversion.OutputFormat;
import dev.millrace.local.firehose.format.DataFormatConversion.ParquetSerDe;
import dev.millrace.local.firehose.format.Serializer.Orc;
import dev.millrace.local.firehose.format.Serializer.Parquet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks the settings and adds the defaults.
final class Settings {

  private static final int LEAST_BLOCK = 64 << 20;
  private static final int LEAST_PAGE = 64 << 10;
  private static final int LEAST_STRIPE = 8 << 20;
  private static final int LEAST_STRIDE = 1000;

  private Settings() {}

  static Deserializer deserializer(@Nullable InputFormat input) {
    var choice = input == null ? null : input.deserializer();
    var openX = choice == null ? null : choice.openXJsonSerDe();
    var hive = choice == null ? null : choice.hiveJsonSerDe();
    if (openX != null && hive == null) {
      return openX(openX);
    }
    if (hive != null && openX == null) {
      var formats = hive.timestampFormats();
      return new Deserializer.Hive(formats == null ? List.of() : formats);
    }
    throw new FormatException(
        "InputFormatConfiguration.Deserializer must have either OpenXJsonSerDe or HiveJsonSerDe,"
            + " had %s",
        openX == null ? "neither" : "both");
  }

  private static Deserializer openX(OpenXJsonSerDe settings) {
    var mappings = settings.columnToJsonKeyMappings();
    return new Deserializer.OpenX(
        !Boolean.FALSE.equals(settings.caseInsensitive()),
        Boolean.TRUE.equals(settings.convertDotsInJsonKeysToUnderscores()),
        mappings == null ? Map.of() : mappings);
  }

  static Serializer serializer(@Nullable OutputFormat output) {
    var choice = output == null ? null : output.serializer();
    var parquet = choice == null ? null : choice.parquetSerDe();
    var orc = choice == null ? null : choice.orcSerDe();
    if (parquet != null && orc == null) {
      return parquet(parquet);
    }
    if (orc != null && parquet == null) {
      return orc(orc);
    }
    throw new FormatException(
        "OutputFormatConfiguration.Serializer must have either ParquetSerDe or OrcSerDe, had %s",
        orc == null ? "neither" : "both");
  }

  private static Parquet parquet(ParquetSerDe settings) {
    var base = Parquet.DEFAULT;
    return new Parquet(
        or(settings.compression(), base.codec()),
        atLeast(
            "ParquetSerDe.BlockSizeBytes",
            settings.blockSizeBytes(),
            LEAST_BLOCK,
            base.blockSize()),
        atLeast(
            "ParquetSerDe.PageSizeBytes", settings.pageSizeBytes(), LEAST_PAGE, base.pageSize()),
        atLeast("ParquetSerDe.MaxPaddingBytes", settings.maxPaddingBytes(), 0, base.maxPadding()),
        or(settings.enableDictionaryCompression(), base.dictionary()),
        or(settings.writerVersion(), base.version()));
  }

  private static Orc orc(OrcSerDe settings) {
    var base = Orc.DEFAULT;
    var probability = settings.bloomFilterFalsePositiveProbability();
    return new Orc(
        or(settings.compression(), base.codec()),
        atLeast(
            "OrcSerDe.StripeSizeBytes",
            settings.stripeSizeBytes(),
            LEAST_STRIPE,
            base.stripeSize()),
        atLeast(
            "OrcSerDe.BlockSizeBytes", settings.blockSizeBytes(), LEAST_BLOCK, base.blockSize()),
        atLeast(
            "OrcSerDe.RowIndexStride",
            settings.rowIndexStride(),
            LEAST_STRIDE,
            base.rowIndexStride()),
        or(settings.enablePadding(), base.padding()),
        share("OrcSerDe.PaddingTolerance", settings.paddingTolerance(), base.paddingTolerance()),
        or(settings.bloomFilterColumns(), base.bloomFilterColumns()),
        share(
            "OrcSerDe.BloomFilterFalsePositiveProbability",
            probability,
            base.bloomFilterProbability()),
        share(
            "OrcSerDe.DictionaryKeyThreshold",
            settings.dictionaryKeyThreshold(),
            base.dictionaryThreshold()),
        or(settings.formatVersion(), base.version()));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static int atLeast(String name, @Nullable Integer value, int least, int otherwise) {
    if (value != null && value < least) {
      throw new FormatException("%s must be at least %d, was %d", name, least, value);
    }
    return value == null ? otherwise : value;
  }

  private static double share(String name, @Nullable Double value, double otherwise) {
    // written so that NaN is refused, too
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new FormatException("%s must be from 0 to 1, was %s", name, value);
    }
    return value == null ? otherwise : value;
  }
}
