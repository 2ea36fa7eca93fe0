package dev.millrace.cli.input;

import dev.millrace.cli.input.GeneratedReadings.Poison;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/// Readings of a fleet as they happen: the unicorns take turns, and each reading is from now, in
/// UTC.
///
/// No two readings of a unicorn have the same time, which is their key: one that would is a
/// millisecond later than the one before it.
public final class EndlessReadings implements Input<ReadingInput> {

  private final List<String> names;
  private final long seed;
  private final LongPredicate bad;
  private final InstantSource clock;
  private final Map<String, LocalDateTime> latest = new HashMap<>();

  /// @param names of the unicorns; empty for a fleet of five
  /// @param bad which readings are poison, by their position; one kind after the other
  public EndlessReadings(List<String> names, long seed, LongPredicate bad, InstantSource clock) {
    this.names = names.isEmpty() ? Fleet.UNICORNS : List.copyOf(names);
    this.seed = seed;
    this.bad = bad;
    this.clock = clock;
  }

  /// How many unicorns there are.
  public int size() {
    return names.size();
  }

  @Override
  public String description() {
    return "readings of %s made from seed %d".formatted(String.join(", ", names), seed);
  }

  @Override
  public void whileWanted(Predicate<? super ReadingInput> each, Consumer<Malformed> malformed) {
    var fleet = new Fleet(names, new Random(seed));
    var kinds = Poison.values();
    var poison = 0;
    var wanted = true;
    for (var i = 0L; wanted; i++) {
      var reading = fleet.next(i, this::next);
      if (bad.test(i)) {
        wanted = each.test(GeneratedReadings.bad(reading, kinds[poison], i));
        poison = (poison + 1) % kinds.length;
      } else {
        wanted = each.test(GeneratedReadings.good(reading));
      }
    }
  }

  private LocalDateTime next(String name) {
    var now =
        LocalDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    return latest.merge(
        name, now, (last, _) -> now.isAfter(last) ? now : last.plus(Duration.ofMillis(1)));
  }
}
