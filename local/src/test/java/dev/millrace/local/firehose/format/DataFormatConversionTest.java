package dev.millrace.local.firehose.format;

import static dev.millrace.local.firehose.format.Rows.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.format.DataFormatConversion.DeserializerChoice;
import dev.millrace.local.firehose.format.DataFormatConversion.HiveJsonSerDe;
import dev.millrace.local.firehose.format.DataFormatConversion.InputFormat;
import dev.millrace.local.firehose.format.DataFormatConversion.OpenXJsonSerDe;
import dev.millrace.local.firehose.format.DataFormatConversion.OrcSerDe;
import dev.millrace.local.firehose.format.DataFormatConversion.OutputFormat;
import dev.millrace.local.firehose.format.DataFormatConversion.ParquetSerDe;
import dev.millrace.local.firehose.format.DataFormatConversion.SerializerChoice;
import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.Serializer.Orc;
import dev.millrace.local.firehose.format.Serializer.Parquet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataFormatConversionTest {

  private static final OpenXJsonSerDe OPEN_X = new OpenXJsonSerDe(null, null, null);
  private static final ParquetSerDe PARQUET = new ParquetSerDe(null, null, null, null, null, null);
  private static final OrcSerDe ORC =
      new OrcSerDe(null, null, null, null, null, null, null, null, null, null);

  @Test
  void nothingSaidMeansTheDefaults() {
    assertThat(in(OPEN_X, null).deserializer()).isEqualTo(Deserializer.OpenX.DEFAULT);
    assertThat(in(null, new HiveJsonSerDe(null)).deserializer())
        .isEqualTo(new Deserializer.Hive(List.of()));
    assertThat(out(PARQUET, null).serializer()).isEqualTo(Parquet.DEFAULT);
    assertThat(out(null, ORC).serializer()).isEqualTo(Orc.DEFAULT);
    assertThat(out(null, ORC).applies()).isTrue();
  }

  @Test
  void everySettingArrives() {
    assertThat(in(new OpenXJsonSerDe(true, false, Map.of("a", "b")), null).deserializer())
        .isEqualTo(new Deserializer.OpenX(false, true, Map.of("a", "b")));
    assertThat(
            out(
                    new ParquetSerDe(
                        64 << 20,
                        64 << 10,
                        Parquet.ParquetCodec.GZIP,
                        true,
                        5,
                        Parquet.ParquetVersion.V2),
                    null)
                .serializer())
        .isEqualTo(
            new Parquet(
                Parquet.ParquetCodec.GZIP, 64 << 20, 64 << 10, 5, true, Parquet.ParquetVersion.V2));
    assertThat(
            out(
                    null,
                    new OrcSerDe(
                        8 << 20,
                        64 << 20,
                        1000,
                        true,
                        1.0,
                        Orc.OrcCodec.ZLIB,
                        List.of("a"),
                        0.5,
                        0.25,
                        Orc.OrcVersion.V0_11))
                .serializer())
        .isEqualTo(
            new Orc(
                Orc.OrcCodec.ZLIB,
                8 << 20,
                64 << 20,
                1000,
                true,
                1,
                List.of("a"),
                0.5,
                0.25,
                Orc.OrcVersion.V0_11));
  }

  @Test
  void whatIsOutOfItsLimitsIsNamed() {
    refused(
        out(new ParquetSerDe(1, null, null, null, null, null), null),
        "ParquetSerDe.BlockSizeBytes must be at least 67108864, was 1");
    refused(
        out(new ParquetSerDe(null, 1, null, null, null, null), null),
        "ParquetSerDe.PageSizeBytes must be at least 65536, was 1");
    refused(
        out(new ParquetSerDe(null, null, null, null, -1, null), null),
        "ParquetSerDe.MaxPaddingBytes must be at least 0, was -1");
    refused(
        out(null, new OrcSerDe(null, null, 999, null, null, null, null, null, null, null)),
        "OrcSerDe.RowIndexStride must be at least 1000, was 999");
    refused(
        out(null, new OrcSerDe(null, null, null, null, 1.5, null, null, null, null, null)),
        "OrcSerDe.PaddingTolerance must be from 0 to 1, was 1.5");
    refused(
        out(null, new OrcSerDe(null, null, null, null, null, null, null, null, Double.NaN, null)),
        "OrcSerDe.DictionaryKeyThreshold must be from 0 to 1, was NaN");
  }

  @Test
  void exactlyOneOfEachMustBeChosen() {
    refused(out(null, null), "Serializer must have either ParquetSerDe or OrcSerDe, had neither");
    refused(out(PARQUET, ORC), "had both");
    refused(in(null, null), "either OpenXJsonSerDe or HiveJsonSerDe, had neither");
    refused(in(OPEN_X, new HiveJsonSerDe(null)), "had both");
    refused(new DataFormatConversion(null, null, null, null), "had neither");
  }

  @Test
  void columnsMustBeThereAndDiffer() {
    assertThatThrownBy(() -> into(List.of(), out(PARQUET, null)))
        .isInstanceOf(FormatException.class)
        .hasMessage("The table must have at least one column, had none");
    assertThatThrownBy(
            () -> into(List.of(column("a", "int"), column("A", "int")), out(PARQUET, null)))
        .isInstanceOf(FormatException.class)
        .hasMessage("The column 'A' is there twice");
  }

  private static FormatConversion into(List<Column> columns, DataFormatConversion conversion) {
    return new FormatConversion(columns, conversion.deserializer(), conversion.serializer());
  }

  private static void refused(DataFormatConversion conversion, String problem) {
    assertThatThrownBy(() -> into(List.of(column("a", "int")), conversion))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(problem);
  }

  private static DataFormatConversion in(
      @Nullable OpenXJsonSerDe openX, @Nullable HiveJsonSerDe hive) {
    return conversion(new DeserializerChoice(openX, hive), new SerializerChoice(PARQUET, null));
  }

  private static DataFormatConversion out(@Nullable ParquetSerDe parquet, @Nullable OrcSerDe orc) {
    return conversion(new DeserializerChoice(OPEN_X, null), new SerializerChoice(parquet, orc));
  }

  private static DataFormatConversion conversion(
      DeserializerChoice deserializer, SerializerChoice serializer) {
    return new DataFormatConversion(
        null, null, new InputFormat(deserializer), new OutputFormat(serializer));
  }
}
