package dev.millrace.cli.check;

import dev.millrace.cli.aws.Item;
import dev.millrace.cli.input.TripInput;
import dev.millrace.cli.input.TripInput.Point;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What must come of the trips: the good ones in S3, each once, and the passengers of each vendor.
///
/// Windows count passengers of every trip, also of one whose coordinates make it spurious to the
/// delivery; only a message of another type is left out.
public final class TripCheck {

  private static final int WINDOW_SECONDS = 30;

  private final Ledger<Long> delivered = new Ledger<>("trip");
  private final WindowSums windows = new WindowSums("passengers of vendor", WINDOW_SECONDS);

  private long unreadable;
  private int objects;

  /// Notes a trip that is going to be sent.
  public void expect(TripInput trip) {
    if (!trip.type().equals("trip")) {
      return;
    }
    windows.expect(Integer.toString(trip.vendorId()), BigDecimal.valueOf(trip.passengers()));
    if (isPlace(trip.pickup()) && isPlace(trip.dropoff())) {
      delivered.expect(trip.tripId(), digest(Json.parse(trip.json())));
    }
  }

  private static boolean isPlace(Point point) {
    return Stream.of(point.latitude(), point.longitude())
            .flatMap(Optional::stream)
            .filter(degrees -> degrees.signum() != 0)
            .count()
        == 2;
  }

  private static long digest(JsonNode trip) {
    return Canonical.digest(Canonical.of(trip));
  }

  /// Notes a delivered line.
  void foundLine(byte[] line) {
    try {
      var trip = Json.parse(line);
      if (trip.path("trip_id").isIntegralNumber()) {
        delivered.found(trip.get("trip_id").longValue(), digest(trip));
      } else {
        unreadable++;
      }
    } catch (JacksonException e) {
      unreadable++;
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
    checks.add(Check.equal("… unreadable", 0, unreadable));
    checks.add(Check.objects("objects under nyctaxitrips/", delivered.expected(), objects));
    checks.addAll(windows.checks());
    return new Section("Taxi trips", checks, delivered.differences());
  }
}
