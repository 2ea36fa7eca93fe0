package dev.millrace.cli.check;

import dev.millrace.cli.aws.Item;
import dev.millrace.cli.aws.ParquetRows;
import dev.millrace.cli.input.TripInput;
import dev.millrace.cli.input.TripInput.Point;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What must come of the trips: the good ones in S3, each once, and the passengers of each vendor.
///
/// Windows count passengers of every trip, also of one whose coordinates make it spurious to the
/// delivery; only a message of another type is left out.
public final class TripCheck {

  private static final int WINDOW_SECONDS = 30;
  private static final int SHOWN = 5;
  private static final int ID = 1;

  /// Of the table; times are spelled as they were sent.
  private static final String COLUMNS =
      """
      type, trip_id, vendor_id, pickup_latitude, pickup_longitude, dropoff_latitude,
      dropoff_longitude, trip_distance, passenger_count,
      strftime(pickup_datetime, '%Y-%m-%d %H:%M:%S'),
      strftime(dropoff_datetime, '%Y-%m-%d %H:%M:%S'), total_amount\
      """;

  private final Ledger<Long> delivered = new Ledger<>("trip");
  private final WindowSums windows = new WindowSums("passengers of vendor", WINDOW_SECONDS);

  private final List<String> unreadable = new ArrayList<>();
  private int objects;

  /// Notes a trip that is going to be sent.
  public void expect(TripInput trip) {
    if (!trip.type().equals("trip")) {
      return;
    }
    windows.expect(Integer.toString(trip.vendorId()), BigDecimal.valueOf(trip.passengers()));
    if (isPlace(trip.pickup()) && isPlace(trip.dropoff())) {
      delivered.expect(trip.tripId(), digest(row(trip)));
    }
  }

  private static boolean isPlace(Point point) {
    return Stream.of(point.latitude(), point.longitude())
            .flatMap(Optional::stream)
            .filter(degrees -> degrees.signum() != 0)
            .count()
        == 2;
  }

  /// What the table must have of a trip, in the order of its columns.
  private static List<String> row(TripInput trip) {
    return Stream.of(
            trip.type(),
            trip.tripId(),
            trip.vendorId(),
            degrees(trip.pickup().latitude()),
            degrees(trip.pickup().longitude()),
            degrees(trip.dropoff().latitude()),
            degrees(trip.dropoff().longitude()),
            trip.distance().doubleValue(),
            trip.passengers(),
            trip.pickupTime(),
            trip.dropoffTime(),
            trip.totalAmount().doubleValue())
        .map(String::valueOf)
        .toList();
  }

  private static double degrees(Optional<BigDecimal> coordinate) {
    return coordinate.orElseThrow().doubleValue();
  }

  private static long digest(List<String> row) {
    return Canonical.digest(row.toString());
  }

  /// Notes a delivered file.
  void foundFile(ParquetRows rows, byte[] file) {
    try {
      for (var row : rows.of(file, COLUMNS)) {
        delivered.found(Long.valueOf(row.get(ID)), digest(row));
      }
    } catch (SQLException | NumberFormatException e) {
      unreadable.add("file in S3 is unreadable: " + e.getMessage());
    }
  }

  void foundObjects(int count) {
    objects = count;
  }

  /// Notes an item of the table of windows.
  void foundWindow(Item item) {
    windows.found(item.number("vendorId").toString(), item.number("passenger"), item);
  }

  /// Both sides, side by side.
  public Section section() {
    var checks = new ArrayList<Check>();
    checks.add(Check.equal("trips in S3 as sent", delivered.expected(), delivered.same()));
    checks.add(Check.equal("… delivered more than once", 0, delivered.repeated()));
    checks.add(
        Check.equal("… spurious, or changed", 0, delivered.unexpected() + delivered.different()));
    checks.add(Check.equal("files that are unreadable", 0, unreadable.size()));
    checks.add(Check.objects("objects under nyctaxitrips/", delivered.expected(), objects));
    checks.addAll(windows.checks());
    var shown = new ArrayList<>(delivered.differences());
    unreadable.stream().limit(SHOWN).forEach(shown::add);
    return new Section("Taxi trips", checks, shown);
  }
}
