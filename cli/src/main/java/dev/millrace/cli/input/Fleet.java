package dev.millrace.cli.input;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where every unicorn is and how it fares.
final class Fleet {

  static final List<String> UNICORNS =
      List.of("Shadowfax", "Rocinante", "Bucephalus", "Hengroen", "Llamrei");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final List<String> names;
  private final Random random;
  private final List<double[]> places = new ArrayList<>();

  Fleet(List<String> names, Random random) {
    this.names = List.copyOf(names);
    this.random = random;
    names.forEach(_ -> places.add(new double[] {42.2 + random.nextDouble(), -72.0}));
  }

  /// The reading of the unicorn whose turn it is.
  ///
  /// @param time tells when a unicorn's reading is from
  ObjectNode next(long position, Function<String, LocalDateTime> time) {
    var unicorn = (int) (position % names.size());
    var place = places.get(unicorn);
    place[0] += (random.nextDouble() - 0.5) / 500;
    place[1] += (random.nextDouble() - 0.5) / 500;
    var name = names.get(unicorn);
    return JSON.createObjectNode()
        .put("Name", name)
        .put("StatusTime", time.apply(name).format(TIME))
        .put("Latitude", place[0])
        .put("Longitude", place[1])
        .put("Distance", 150 + random.nextInt(50))
        .put("MagicPoints", 100 + random.nextInt(100))
        .put("HealthPoints", 100 + random.nextInt(100));
  }
}
