package dev.millrace.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TripFileTest {

  private static final String HEADER_OF_2015 =
      "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,"
          + "pickup_longitude,pickup_latitude,RateCodeID,store_and_fwd_flag,dropoff_longitude,"
          + "dropoff_latitude,payment_type,fare_amount,extra,mta_tax,tip_amount,tolls_amount,"
          + "improvement_surcharge,total_amount\n";

  @TempDir private Path directory = Path.of("");

  private Inputs<TripInput> read(String text) throws IOException {
    return Inputs.of(TripFile.of(Inputs.file(directory, "trips.csv", text)));
  }

  private static String json(TripInput trip) {
    return new String(trip.json(), UTF_8);
  }

  static Stream<Arguments> years() {
    return Stream.of(
        Arguments.of(
            "2009",
            "vendor_name,Trip_Pickup_DateTime,Trip_Dropoff_DateTime,Passenger_Count,Trip_Distance,"
                + "Start_Lon,Start_Lat,Rate_Code,store_and_forward,End_Lon,End_Lat,Payment_Type,"
                + "Fare_Amt,surcharge,mta_tax,Tip_Amt,Tolls_Amt,Total_Amt\n"
                + "DDS,2009-01-04 02:52:00,2009-01-04 03:02:00,1,2.63,-73.99,40.72,,,-73.98,40.78,"
                + "CASH,8.9,0.5,,0,0,9.4\n",
            3,
            2),
        Arguments.of(
            "2010 to 2013",
            "vendor_id,pickup_datetime,dropoff_datetime,passenger_count,trip_distance,"
                + "pickup_longitude,pickup_latitude,rate_code,store_and_fwd_flag,dropoff_longitude,"
                + "dropoff_latitude,payment_type,fare_amount,surcharge,mta_tax,tip_amount,"
                + "tolls_amount,total_amount\n"
                + "VTS,2009-01-04 02:52:00,2009-01-04 03:02:00,1,2.63,-73.99,40.72,1,,-73.98,40.78,"
                + "CAS,8.9,0.5,0.5,0,0,9.4\n",
            2,
            2),
        Arguments.of(
            "2014, whose header has spaces and a blank line below",
            "vendor_id, pickup_datetime, dropoff_datetime, passenger_count, trip_distance,"
                + " pickup_longitude, pickup_latitude, rate_code, store_and_fwd_flag,"
                + " dropoff_longitude, dropoff_latitude, payment_type, fare_amount, surcharge,"
                + " mta_tax, tip_amount, tolls_amount, total_amount\n\n"
                + "CMT,2009-01-04 02:52:00,2009-01-04 03:02:00,1,2.63,-73.99,40.72,1,N,-73.98,40.78,"
                + "CRD,8.9,0.5,0.5,0,0,9.4\n",
            1,
            3),
        Arguments.of(
            "2015 to June 2016",
            HEADER_OF_2015
                + "2,2009-01-04 02:52:00,2009-01-04 03:02:00,1,2.63,-73.99,40.72,1,N,-73.98,40.78,"
                + "1,8.9,0.5,0.5,0,0,0.3,9.4\n",
            2,
            2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("years")
  void theFilesOfEveryYearWithCoordinatesAreRead(String year, String text, int vendor, int line)
      throws IOException {
    var inputs = read(text);

    assertThat(inputs.malformed()).as(year).isEmpty();
    assertThat(json(inputs.read().getFirst()))
        .isEqualTo(
            ("{\"type\":\"trip\",\"trip_id\":%d,\"vendorId\":%d,\"pickup_latitude\":40.72,"
                    + "\"pickup_longitude\":-73.99,\"dropoff_latitude\":40.78,"
                    + "\"dropoff_longitude\":-73.98,\"trip_distance\":2.63,\"passengerCount\":1,"
                    + "\"pickup_datetime\":\"2009-01-04 02:52:00\","
                    + "\"dropoff_datetime\":\"2009-01-04 03:02:00\",\"total_amount\":9.4}")
                .formatted(line, vendor));
  }

  @Test
  void filesWithoutCoordinatesAreRefusedByTheColumnsTheyLack() {
    assertThatThrownBy(() ->
            read(
                "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,"
                    + "trip_distance,RatecodeID,store_and_fwd_flag,PULocationID,DOLocationID,"
                    + "payment_type,total_amount\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            ":1: the header lacks pickup_longitude, pickup_latitude, dropoff_longitude,"
                + " dropoff_latitude; it has VendorID");
  }

  @Test
  void aParquetFileIsRecognised() {
    assertThatThrownBy(() -> read("PAR1\u0015\u0004"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("is a Parquet file, must be CSV");
  }

  @Test
  void anEmptyCoordinateIsLeftOutAndZeroIsKept() throws IOException {
    var inputs =
        read(
            HEADER_OF_2015
                + "1,2015-01-15 19:05:39,2015-01-15 19:23:42,1,1.59,,0,1,N,0.0,40.75,1,12,1,0.5,"
                + "3.25,0,0.3,17.05\n");

    assertThat(json(inputs.read().getFirst()))
        .contains("\"pickup_latitude\":0,\"dropoff_latitude\":40.75,\"dropoff_longitude\":0")
        .doesNotContain("pickup_longitude");
  }

  @Test
  void malformedCellsAreToldByColumn() throws IOException {
    var good =
        "1,2015-01-15 19:05:39,2015-01-15 19:23:42,1,1.59,-73.9,40.7,1,N,-73.9,40.7,1,9,1,1,1,1,1,9";
    var lines =
        List.of(
            good.replaceFirst("1", "UBR"),
            good.replace("2015-01-15 19:05:39", "2015-02-30 19:05:39"),
            good.replace(",1,1.59", ",one,1.59"),
            good.replace("1.59", "1,59"),
            "1,2",
            good);
    var inputs = read(HEADER_OF_2015 + String.join("\n", lines));

    assertThat(inputs.read()).singleElement().extracting(TripInput::tripId).isEqualTo(7L);
    assertThat(inputs.malformed())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .endsWith(":2: vendor_id must be CMT, VTS, DDS or a number, was \"UBR\""),
            line -> assertThat(line).contains(":3: pickup_datetime must be a time such as "),
            line ->
                assertThat(line)
                    .endsWith(":4: passenger_count must be a whole number, was \"one\""),
            line -> assertThat(line).contains(":5: "),
            line -> assertThat(line).endsWith(":6: has 2 cells, pickup_latitude is cell 7"));
  }
}
