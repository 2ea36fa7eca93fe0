package dev.millrace.local.firehose.format;

import static dev.millrace.local.firehose.format.Rows.column;
import static dev.millrace.local.firehose.format.Rows.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.firehose.format.Serializer.Parquet;
import dev.millrace.local.firehose.format.Serializer.Parquet.ParquetCodec;
import dev.millrace.local.firehose.format.Serializer.Parquet.ParquetVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetFileTest {

  private static final int BLOCK = 64 << 20;

  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED,V1,false", "SNAPPY,V1,true", "GZIP,V1,false",
    "UNCOMPRESSED,V2,true", "SNAPPY,V2,false", "GZIP,V2,true"
  })
  void whateverTheSettingsTheRowsAreTheSame(
      ParquetCodec codec, ParquetVersion version, boolean dictionary) {
    var settings = new Parquet(codec, BLOCK, 64 << 10, 0, dictionary, version);
    var file = Trips.to(settings).convert(Trips.records(5_000, 7)).file();

    assertThat(
            query(
                file,
                "select count(*), sum(trip_id), sum(vendor_id), sum(passenger_count),"
                    + " cast(sum(total_amount) as decimal(20,2)), max(pickup_datetime) from FILE"))
        .isEqualTo(
            query(
                Trips.to(Parquet.DEFAULT).convert(Trips.records(5_000, 7)).file(),
                "select count(*), sum(trip_id), sum(vendor_id), sum(passenger_count),"
                    + " cast(sum(total_amount) as decimal(20,2)), max(pickup_datetime) from FILE"));
    assertThat(metadata(file, "compression")).isEqualTo(codec.name());
  }

  @Test
  void theTaxiTripsAreAsTheyWereSent() {
    var file = Trips.to(Parquet.DEFAULT).convert(Trips.records(3, 1)).file();

    assertThat(query(file, "describe select * from FILE"))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly(
            "type VARCHAR",
            "trip_id BIGINT",
            "vendor_id INTEGER",
            "pickup_latitude DOUBLE",
            "pickup_longitude DOUBLE",
            "dropoff_latitude DOUBLE",
            "dropoff_longitude DOUBLE",
            "trip_distance DOUBLE",
            "passenger_count INTEGER",
            "pickup_datetime TIMESTAMP",
            "dropoff_datetime TIMESTAMP",
            "total_amount DOUBLE");
    assertThat(query(file, "select count(*), count(vendor_id), count(passenger_count) from FILE"))
        .containsExactly(List.of("3", "3", "3"));
  }

  @Test
  void textHasADictionaryOnlyIfAskedFor() {
    assertThat(encodings(false)).doesNotContain("DICTIONARY");
    assertThat(encodings(true)).contains("DICTIONARY");
  }

  private static String encodings(boolean dictionary) {
    var settings =
        new Parquet(ParquetCodec.SNAPPY, BLOCK, 1 << 20, 0, dictionary, ParquetVersion.V1);
    var conversion = new FormatConversion(Trips.COLUMNS, Deserializer.OpenX.DEFAULT, settings);
    return metadata(conversion.convert(Trips.records(100, 1)).file(), "encodings");
  }

  @Test
  void smallPagesArePages() {
    var small =
        new Parquet(ParquetCodec.UNCOMPRESSED, BLOCK, 64 << 10, 0, false, ParquetVersion.V1);
    var large = new Parquet(ParquetCodec.UNCOMPRESSED, BLOCK, 4 << 20, 0, false, ParquetVersion.V1);

    assertThat(file(small).length).isGreaterThan(file(large).length + 1000);
  }

  private static byte[] file(Parquet settings) {
    return Trips.to(settings).convert(Trips.records(40_000, 1)).file();
  }

  @Test
  void everyTypeIsNamedAsItIs() {
    var conversion =
        Rows.openX(
            column("a", "tinyint"),
            column("b", "smallint"),
            column("c", "decimal(9,4)"),
            column("d", "char(4)"),
            column("e", "date"),
            column("f", "binary"),
            column("g", "array<map<string,struct<x:float>>>"));
    var file = Rows.convert(conversion, "{\"a\":1}").file();

    assertThat(query(file, "describe select * from FILE"))
        .extracting(row -> row.get(1))
        .containsExactly(
            "TINYINT",
            "SMALLINT",
            "DECIMAL(9,4)",
            "VARCHAR",
            "DATE",
            "BLOB",
            "MAP(VARCHAR, STRUCT(x FLOAT))[]");
  }

  private static String metadata(byte[] file, String column) {
    return query(file, "select distinct " + column + " from METADATA").getFirst().getFirst();
  }
}
