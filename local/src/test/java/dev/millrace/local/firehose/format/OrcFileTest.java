package dev.millrace.local.firehose.format;

import static dev.millrace.local.firehose.format.Rows.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.format.Serializer.Orc;
import dev.millrace.local.firehose.format.Serializer.Orc.OrcCodec;
import dev.millrace.local.firehose.format.Serializer.Orc.OrcVersion;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile.WriterVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrcFileTest {

  @Test
  void everyTypeIsReadBack() throws IOException {
    var conversion =
        orc(
            Orc.DEFAULT,
            column("a", "boolean"),
            column("b", "tinyint"),
            column("c", "smallint"),
            column("d", "int"),
            column("e", "bigint"),
            column("f", "float"),
            column("g", "double"),
            column("h", "decimal(20,3)"),
            column("i", "string"),
            column("j", "char(3)"),
            column("k", "varchar(3)"),
            column("l", "binary"),
            column("m", "date"),
            column("n", "timestamp"));
    var file =
        Rows.convert(
                conversion,
                """
                {"a":true,"b":-1,"c":-2,"d":-3,"e":-4,"f":0.5,"g":0.25,"h":-12345678901234567.8905,
                "i":"é","j":"a","k":"abcd","l":"xy","m":"1969-12-31","n":"1960-12-31 23:59:58.123456789"}
                """,
                "{}")
            .file();

    assertThat(OrcRows.of(file))
        .containsExactly(
            List.of(
                "1",
                "-1",
                "-2",
                "-3",
                "-4",
                "0.5",
                "0.25",
                "-12345678901234567.891",
                "é",
                "a",
                "abc",
                "xy",
                "-1",
                "1960-12-31T23:59:58.123456789Z"),
            IntStream.range(0, 14).mapToObj(i -> "null").toList());
  }

  @Test
  void whatIsNestedIsReadBack() throws IOException {
    var conversion = orc(Orc.DEFAULT, column("a", "array<map<string,struct<x:int,y:string>>>"));
    var file =
        Rows.convert(
                conversion,
                "{\"a\":[{\"k\":{\"x\":1,\"y\":\"z\"},\"l\":null},null]}",
                "{\"a\":[]}",
                "{\"a\":[{}]}",
                "{}")
            .file();

    assertThat(OrcRows.of(file))
        .containsExactly(
            List.of("[{k={1, z}, l=null}, null]"), List.of("[]"), List.of("[{}]"), List.of("null"));
  }

  @ParameterizedTest
  @CsvSource({"NONE,V0_11", "ZLIB,V0_11", "SNAPPY,V0_12", "ZLIB,V0_12", "NONE,V0_12"})
  void theCodecAndTheVersionAreAsAskedFor(OrcCodec codec, OrcVersion version) throws IOException {
    var settings =
        new Orc(codec, 8 << 20, 64 << 20, 1000, true, 0.1, List.of("type"), 0.01, 0.8, version);
    var file = Trips.to(settings).convert(Trips.records(5_000, 3)).file();
    var reader = OrcRows.reader(file);

    assertThat(reader.getCompressionKind()).isEqualTo(CompressionKind.valueOf(codec.name()));
    assertThat(reader.getFileVersion().getName())
        .isEqualTo(version == OrcVersion.V0_11 ? "0.11" : "0.12");
    assertThat(reader.getRowIndexStride()).isEqualTo(1000);
    assertThat(reader.getNumberOfRows()).isEqualTo(5_000);
    assertThat(reader.getWriterVersion()).isNotEqualTo(WriterVersion.FUTURE);
    assertThat(OrcRows.of(file))
        .isEqualTo(OrcRows.of(Trips.to(Orc.DEFAULT).convert(Trips.records(5_000, 3)).file()));
  }

  @Test
  void aBloomFilterIsWrittenForItsColumnOnly() throws IOException {
    var with =
        new Orc(
            OrcCodec.NONE,
            8 << 20,
            64 << 20,
            1000,
            false,
            0.05,
            List.of("trip_id"),
            0.05,
            0,
            OrcVersion.V0_12);
    var reader = OrcRows.reader(Trips.to(with).convert(Trips.records(3_000, 3)).file());

    assertThat(OrcRows.bloomFilters(reader)).containsExactly("trip_id");
  }

  @Test
  void smallStripesAreStripes() throws IOException {
    var small =
        new Orc(
            OrcCodec.NONE,
            8 << 20,
            64 << 20,
            1000,
            false,
            0.05,
            List.of(),
            0.05,
            0,
            OrcVersion.V0_12);
    var records = Trips.records(150_000, 3);

    assertThat(OrcRows.reader(Trips.to(small).convert(records).file()).getStripes())
        .hasSizeGreaterThan(1);
    assertThat(OrcRows.reader(Trips.to(Orc.DEFAULT).convert(records).file()).getStripes())
        .hasSize(1);
  }

  @Test
  void aBloomFilterNeedsAColumn() {
    var settings =
        new Orc(
            OrcCodec.NONE,
            8 << 20,
            64 << 20,
            1000,
            false,
            0.05,
            List.of("nope"),
            0.05,
            0,
            OrcVersion.V0_12);

    assertThatThrownBy(() -> Trips.to(settings))
        .isInstanceOf(FormatException.class)
        .hasMessage("BloomFilterColumns must be columns of the table, 'nope' is none");
  }

  private static FormatConversion orc(Orc settings, HiveType.Column... columns) {
    return new FormatConversion(List.of(columns), Deserializer.OpenX.DEFAULT, settings);
  }
}
