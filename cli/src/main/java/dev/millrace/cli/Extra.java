package dev.millrace.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What runs beside a stack only if `--with` names it.
enum Extra {

  /// The Flink job of the template.
  FLINK,

  /// OpenSearch, with the score events in it if the template can do that.
  OPENSEARCH;

  private static final String ALL = "all";

  /// What switches it on in a template that has all of these parameters.
  Map<String, String> parameters() {
    return switch (this) {
      case FLINK -> Map.of("FleetSummary", "true", "FleetSummaryBucket", "not-read-here");
      case OPENSEARCH -> Map.of("ScoreSearch", "true");
    };
  }

  /// @throws UsageException if a name is none
  static Set<Extra> named(List<String> names) {
    var extras = EnumSet.noneOf(Extra.class);
    for (var name : names) {
      if (name.equals(ALL)) {
        extras.addAll(EnumSet.allOf(Extra.class));
      } else {
        extras.add(named(name));
      }
    }
    return extras;
  }

  private static Extra named(String name) {
    return Arrays.stream(values())
        .filter(extra -> extra.id().equals(name))
        .findFirst()
        .orElseThrow(() -> {
          var ids = Arrays.stream(values()).map(Extra::id).collect(Collectors.joining(", "));
          return new UsageException("--with must be of %s, %s; was %s".formatted(ids, ALL, name));
        });
  }

  private String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
