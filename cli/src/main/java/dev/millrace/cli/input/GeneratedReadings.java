package dev.millrace.cli.input;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sensor readings made from a seed: a fleet of unicorns, each with one reading a second, and a few
/// poison messages among them.
public final class GeneratedReadings implements Input<ReadingInput> {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final List<String> UNICORNS =
      List.of("Shadowfax", "Rocinante", "Bucephalus", "Hengroen", "Llamrei");

  private static final LocalDateTime START = LocalDateTime.of(2017, 6, 5, 9, 17, 8);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final int GOOD_PER_POISON = 500;
  private static final int FEWEST_POISON = 2;
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
  public void forEach(Consumer<? super ReadingInput> each, Consumer<Malformed> malformed) {
    var random = new Random(seed);
    var poison = poison();
    var fleet = new Fleet(random);
    for (var i = 0; i < count; i++) {
      var reading = fleet.next(i);
      var kind = poison.get(i);
      each.accept(kind == null ? good(reading) : bad(reading, kind, i));
    }
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

  private static ReadingInput good(ObjectNode reading) {
    return new ReadingInput(reading.path("Name").asString(), JSON.writeValueAsBytes(reading));
  }

  private static ReadingInput bad(ObjectNode reading, Poison kind, int position) {
    return switch (kind) {
      case NOT_JSON ->
          new ReadingInput(
              ReadingFile.substituteKey(position),
              ("{\"Name\":\"broken " + position).getBytes(StandardCharsets.UTF_8));
      case MARKED -> good(reading.put("InputData", "an error occurred at " + position));
      case LACKING -> lacking(reading, position);
    };
  }

  private static ReadingInput lacking(ObjectNode reading, int position) {
    var fields = List.of("HealthPoints", "Distance", "StatusTime", "Name");
    reading.remove(fields.get(position % fields.size()));
    var key = reading.path("Name").asString(ReadingFile.substituteKey(position));
    return new ReadingInput(key, JSON.writeValueAsBytes(reading));
  }

  /// Where every unicorn is and how it fares.
  private static final class Fleet {
    private final Random random;
    private final List<double[]> places = new ArrayList<>();

    Fleet(Random random) {
      this.random = random;
      UNICORNS.forEach(_ -> places.add(new double[] {42.2 + random.nextDouble(), -72.0}));
    }

    ObjectNode next(int position) {
      var unicorn = position % UNICORNS.size();
      var place = places.get(unicorn);
      place[0] += (random.nextDouble() - 0.5) / 500;
      place[1] += (random.nextDouble() - 0.5) / 500;
      var time =
          START
              .plusSeconds(position / UNICORNS.size())
              .plusNanos(random.nextInt(1000) * 1_000_000L);
      return JSON.createObjectNode()
          .put("Name", UNICORNS.get(unicorn))
          .put("StatusTime", time.format(TIME))
          .put("Latitude", place[0])
          .put("Longitude", place[1])
          .put("Distance", 150 + random.nextInt(50))
          .put("MagicPoints", 100 + random.nextInt(100))
          .put("HealthPoints", 100 + random.nextInt(100));
    }
  }
}
