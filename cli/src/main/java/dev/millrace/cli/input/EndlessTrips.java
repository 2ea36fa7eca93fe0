package dev.millrace.cli.input;

import dev.millrace.cli.input.GeneratedTrips.Spurious;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/// Taxi trips made from a seed, one after the other without end.
///
/// @param bad which trips are spurious, by their position; one kind after the other
public record EndlessTrips(long seed, LongPredicate bad) implements Input<TripInput> {

  @Override
  public String description() {
    return "trips made from seed " + seed;
  }

  @Override
  public void whileWanted(Predicate<? super TripInput> each, Consumer<Malformed> malformed) {
    var random = new Random(seed);
    var kinds = Spurious.values();
    var spurious = 0;
    var wanted = true;
    for (var i = 0L; wanted; i++) {
      var trip = GeneratedTrips.trip(random, i);
      if (bad.test(i)) {
        wanted = each.test(GeneratedTrips.spoilt(trip, kinds[spurious]));
        spurious = (spurious + 1) % kinds.length;
      } else {
        wanted = each.test(trip);
      }
    }
  }
}
