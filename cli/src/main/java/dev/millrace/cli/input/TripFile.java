package dev.millrace.cli.input;

import dev.millrace.cli.input.CsvHeader.Column;
import dev.millrace.cli.input.CsvHeader.Row;
import dev.millrace.cli.input.TripInput.Point;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Taxi trips from the yellow-cab files of New York's Taxi and Limousine Commission, 2009 to June
/// 2016: the years whose files hold coordinates. The column names of each of those years are known.
///
/// Files until 2014 name the vendor by letters, later ones by a number; here CMT is 1, VTS is 2, as
/// in the later files, and DDS, which has no number there, is 3. The trip's id is the number of its
/// line.
public final class TripFile {

  private static final Map<String, Integer> VENDORS = Map.of("CMT", 1, "VTS", 2, "DDS", 3);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final Column VENDOR = Column.named("vendor_id", "vendor_name", "VendorID");
  private static final Column PICKUP_TIME =
      Column.named("pickup_datetime", "Trip_Pickup_DateTime", "tpep_pickup_datetime");
  private static final Column DROPOFF_TIME =
      Column.named("dropoff_datetime", "Trip_Dropoff_DateTime", "tpep_dropoff_datetime");
  private static final Column PASSENGERS = Column.named("passenger_count");
  private static final Column DISTANCE = Column.named("trip_distance");
  private static final Column PICKUP_LONGITUDE = Column.named("pickup_longitude", "Start_Lon");
  private static final Column PICKUP_LATITUDE = Column.named("pickup_latitude", "Start_Lat");
  private static final Column DROPOFF_LONGITUDE = Column.named("dropoff_longitude", "End_Lon");
  private static final Column DROPOFF_LATITUDE = Column.named("dropoff_latitude", "End_Lat");
  private static final Column TOTAL = Column.named("total_amount", "Total_Amt");

  private static final List<Column> COLUMNS =
      List.of(
          VENDOR,
          PICKUP_TIME,
          DROPOFF_TIME,
          PASSENGERS,
          DISTANCE,
          PICKUP_LONGITUDE,
          PICKUP_LATITUDE,
          DROPOFF_LONGITUDE,
          DROPOFF_LATITUDE,
          TOTAL);

  private TripFile() {}

  /// Checks the header.
  ///
  /// @throws InputException if the file cannot be read or lacks a column
  public static Input<TripInput> of(Path file) {
    var header = CsvHeader.of(file, COLUMNS);
    return new LineInput<>(file, "trips", true, line -> trip(header.row(line), line.number()));
  }

  private static TripInput trip(Row row, long id) throws MalformedLineException {
    var vendor = vendor(row.get(VENDOR));
    var pickup = point(row, PICKUP_LATITUDE, PICKUP_LONGITUDE);
    var dropoff = point(row, DROPOFF_LATITUDE, DROPOFF_LONGITUDE);
    var distance = decimal(row, DISTANCE);
    var passengers = Numbers.small(PASSENGERS.name(), row.get(PASSENGERS));
    var pickupTime = time(row, PICKUP_TIME);
    var dropoffTime = time(row, DROPOFF_TIME);
    var total = decimal(row, TOTAL);
    return new TripInput(
        "trip", id, vendor, pickup, dropoff, distance, passengers, pickupTime, dropoffTime, total);
  }

  private static int vendor(String text) throws MalformedLineException {
    var number = VENDORS.get(text.toUpperCase(Locale.ROOT));
    if (number != null) {
      return number;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new MalformedLineException(
          VENDOR.name() + " must be CMT, VTS, DDS or a number, was " + Numbers.shown(text));
    }
  }

  private static Point point(Row row, Column latitude, Column longitude)
      throws MalformedLineException {
    return new Point(coordinate(row, latitude), coordinate(row, longitude));
  }

  private static Optional<BigDecimal> coordinate(Row row, Column column)
      throws MalformedLineException {
    return row.get(column).isEmpty() ? Optional.empty() : Optional.of(decimal(row, column));
  }

  private static BigDecimal decimal(Row row, Column column) throws MalformedLineException {
    return Numbers.decimal(column.name(), row.get(column));
  }

  private static String time(Row row, Column column) throws MalformedLineException {
    var text = row.get(column);
    try {
      LocalDateTime.parse(text, TIME);
      return text;
    } catch (DateTimeParseException e) {
      throw new MalformedLineException(
          column.name()
              + " must be a time such as 2015-01-15 19:05:39, was "
              + Numbers.shown(text));
    }
  }
}
