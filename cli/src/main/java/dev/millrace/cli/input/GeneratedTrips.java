package dev.millrace.cli.input;

import dev.millrace.cli.input.TripInput.Point;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Taxi trips made from a seed, one in twenty of them spurious.
public final class GeneratedTrips implements Input<TripInput> {

  private static final LocalDateTime START = LocalDateTime.of(2016, 1, 1, 0, 0, 0);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final int TRIPS_PER_SPURIOUS = 20;

  private final long seed;
  private final int count;

  public GeneratedTrips(long seed, int count) {
    this.seed = seed;
    this.count = count;
  }

  /// What can be wrong with a trip.
  enum Spurious {
    OTHER_TYPE("of another type"),
    ZERO("with a coordinate 0"),
    MISSING("with a coordinate missing");

    private final String words;

    Spurious(String words) {
      this.words = words;
    }
  }

  @Override
  public String description() {
    var kinds = new ArrayList<String>();
    for (var kind : Spurious.values()) {
      kinds.add(spurious().values().stream().filter(kind::equals).count() + " " + kind.words);
    }
    return "%,d trips made from seed %d: %,d of them spurious (%s)"
        .formatted(count, seed, spurious().size(), String.join(", ", kinds));
  }

  @Override
  public void whileWanted(Predicate<? super TripInput> each, Consumer<Malformed> malformed) {
    var random = new Random(seed);
    var spurious = spurious();
    var wanted = true;
    for (var i = 0; wanted && i < count; i++) {
      var trip = trip(random, i);
      var kind = spurious.get(i);
      wanted = each.test(kind == null ? trip : spoilt(trip, kind));
    }
  }

  /// How many of the trips are spurious: one in twenty, and one of each kind if there is room.
  int spuriousCount() {
    return Math.min(count, Math.max(count / TRIPS_PER_SPURIOUS, Spurious.values().length));
  }

  private Map<Integer, Spurious> spurious() {
    var random = new Random(~seed);
    var kinds = Spurious.values();
    var spurious = new HashMap<Integer, Spurious>();
    while (spurious.size() < spuriousCount()) {
      spurious.putIfAbsent(random.nextInt(count), kinds[spurious.size() % kinds.length]);
    }
    return spurious;
  }

  static TripInput trip(Random random, long position) {
    var pickupTime = START.plusSeconds(position);
    var miles = BigDecimal.valueOf(50 + random.nextInt(1500), 2);
    return new TripInput(
        "trip",
        position + 1L,
        1 + random.nextInt(2),
        place(random),
        place(random),
        miles,
        1 + random.nextInt(6),
        pickupTime.format(TIME),
        pickupTime.plusSeconds(120 + random.nextInt(3000)).format(TIME),
        miles.multiply(BigDecimal.valueOf(25, 1)).add(BigDecimal.valueOf(250, 2)));
  }

  private static Point place(Random random) {
    return Point.of(
        BigDecimal.valueOf(40_600_000L + random.nextInt(250_000), 6),
        BigDecimal.valueOf(-74_050_000L + random.nextInt(250_000), 6));
  }

  static TripInput spoilt(TripInput trip, Spurious kind) {
    return switch (kind) {
      case OTHER_TYPE -> with(trip, "heartbeat", trip.pickup());
      case ZERO ->
          with(
              trip, trip.type(), new Point(trip.pickup().latitude(), Optional.of(BigDecimal.ZERO)));
      case MISSING ->
          with(trip, trip.type(), new Point(Optional.empty(), trip.pickup().longitude()));
    };
  }

  private static TripInput with(TripInput trip, String type, Point pickup) {
    return new TripInput(
        type,
        trip.tripId(),
        trip.vendorId(),
        pickup,
        trip.dropoff(),
        trip.distance(),
        trip.passengers(),
        trip.pickupTime(),
        trip.dropoffTime(),
        trip.totalAmount());
  }
}
