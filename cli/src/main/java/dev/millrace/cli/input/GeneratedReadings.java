package dev.millrace.cli.input;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sensor readings made from a seed: a fleet of unicorns, each with one reading a second, and a few
/// poison messages among them.
public final class GeneratedReadings implements Input<ReadingInput> {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final LocalDateTime START = LocalDateTime.of(2017, 6, 5, 9, 17, 8);

  private static final int GOOD_PER_POISON = 500;
  private static final int FEWEST_POISON = 3;
  private static final int MOST_POISON = 12;

  private final long seed;
  private final int count;

  public GeneratedReadings(long seed, int count) {
    this.seed = seed;
    this.count = count;
  }

  /// What can be wrong with a reading.
  enum Poison {
    NOT_JSON("not JSON"),
    MARKED("with \"error\" in InputData"),
    LACKING("lacking a field");

    private final String words;

    Poison(String words) {
      this.words = words;
    }
  }

  @Override
  public String description() {
    var kinds = new ArrayList<String>();
    for (var kind : Poison.values()) {
      kinds.add(poison().values().stream().filter(kind::equals).count() + " " + kind.words);
    }
    return "%,d readings made from seed %d: %,d of them poison (%s)"
        .formatted(count, seed, poison().size(), String.join(", ", kinds));
  }

  /// How many of the readings are poison.
  int poisonCount() {
    var usual = Math.clamp(count / GOOD_PER_POISON, FEWEST_POISON, MOST_POISON);
    return Math.min(count, usual);
  }

  @Override
  public void whileWanted(Predicate<? super ReadingInput> each, Consumer<Malformed> malformed) {
    var random = new Random(seed);
    var poison = poison();
    var fleet = new Fleet(Fleet.UNICORNS, random);
    var wanted = true;
    for (var i = 0; wanted && i < count; i++) {
      var reading = next(fleet, i, random);
      var kind = poison.get(i);
      wanted = each.test(kind == null ? good(reading) : bad(reading, kind, i));
    }
  }

  private static ObjectNode next(Fleet fleet, int position, Random random) {
    return fleet.next(
        position,
        _ ->
            START
                .plusSeconds(position / Fleet.UNICORNS.size())
                .plusNanos(random.nextInt(1000) * 1_000_000L));
  }

  /// The positions of the poison; from its own random source, so that it can be told beforehand.
  private Map<Integer, Poison> poison() {
    var random = new Random(~seed);
    var kinds = Poison.values();
    var poison = new HashMap<Integer, Poison>();
    while (poison.size() < poisonCount()) {
      poison.putIfAbsent(random.nextInt(count), kinds[poison.size() % kinds.length]);
    }
    return poison;
  }

  static ReadingInput good(ObjectNode reading) {
    return new ReadingInput(reading.path("Name").asString(), JSON.writeValueAsBytes(reading));
  }

  static ReadingInput bad(ObjectNode reading, Poison kind, long position) {
    return switch (kind) {
      case NOT_JSON ->
          new ReadingInput(
              ReadingFile.substituteKey(position),
              ("{\"Name\":\"broken " + position).getBytes(StandardCharsets.UTF_8));
      case MARKED -> good(reading.put("InputData", "an error occurred at " + position));
      case LACKING -> lacking(reading, position);
    };
  }

  private static ReadingInput lacking(ObjectNode reading, long position) {
    var fields = List.of("HealthPoints", "Distance", "StatusTime", "Name");
    reading.remove(fields.get((int) (position % fields.size())));
    var key = reading.path("Name").asString(ReadingFile.substituteKey(position));
    return new ReadingInput(key, JSON.writeValueAsBytes(reading));
  }
}
