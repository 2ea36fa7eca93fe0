package dev.millrace.local.faults;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A mapping of a file of faults. What nobody asked it for is refused by name.
final class Section {

  private static final int SHOWN = 60;

  private final String path;
  private final Map<String, Object> left = new HashMap<>();

  private Section(String path, Map<?, ?> content) {
    this.path = path;
    content.forEach((key, value) -> {
      if (value == null) {
        throw wrong(String.valueOf(key), "have a value", "nothing");
      }
      left.put(String.valueOf(key), value);
    });
  }

  static Section of(@Nullable Object tree, String path) {
    if (tree instanceof Map<?, ?> map) {
      return new Section(path, map);
    }
    throw new FaultFileException("%s must be a mapping, was %s".formatted(path, shown(tree)));
  }

  /// On one line, and not all of a long text.
  private static String shown(@Nullable Object value) {
    var line = String.valueOf(value).replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }

  Optional<String> text(String key) {
    return take(key)
        .map(value -> {
          if (value instanceof String text) {
            return text;
          }
          throw wrong(key, "be a text", value);
        });
  }

  String requiredText(String key) {
    return text(key).orElseThrow(() -> missing(key));
  }

  OptionalLong whole(String key) {
    return switch (take(key).orElse(null)) {
      case null -> OptionalLong.empty();
      case Integer number -> OptionalLong.of(number);
      case Long number -> OptionalLong.of(number);
      case Object value -> throw wrong(key, "be a whole number", value);
    };
  }

  OptionalDouble number(String key) {
    return switch (take(key).orElse(null)) {
      case null -> OptionalDouble.empty();
      case Number number -> OptionalDouble.of(number.doubleValue());
      case Object value -> throw wrong(key, "be a number", value);
    };
  }

  Optional<Duration> duration(String key) {
    return text(key)
        .map(text -> {
          try {
            return Duration.parse(text);
          } catch (DateTimeParseException e) {
            throw wrong(key, "be an ISO-8601 duration such as PT30S", text);
          }
        });
  }

  Duration requiredDuration(String key) {
    return duration(key).orElseThrow(() -> missing(key));
  }

  Optional<Section> section(String key) {
    return take(key).map(value -> of(value, path + "/" + key));
  }

  /// The mappings of a list; a text in it stands for a mapping with that text as `on`.
  List<Section> sections(String key) {
    var sections = new ArrayList<Section>();
    switch (take(key).orElse(List.of())) {
      case List<?> list -> {
        for (var each : list) {
          var place = path + "/" + key + "/" + sections.size();
          sections.add(of(each instanceof String text ? Map.of("on", text) : each, place));
        }
      }
      case Object value -> throw wrong(key, "be a list", value);
    }
    return sections;
  }

  /// @throws FaultFileException if there is anything that nobody asked for
  void refuseOthers() {
    left.keySet().stream()
        .min(String::compareTo)
        .ifPresent(key -> {
          throw new FaultFileException("%s/%s is not known here".formatted(path, key));
        });
  }

  /// What `make` gives; if it refuses a value, with the place of that.
  <T> T checked(Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new FaultFileException(path + ": " + e.getMessage(), e);
    }
  }

  FaultFileException missing(String key) {
    return new FaultFileException("%s/%s is required".formatted(path, key));
  }

  FaultFileException wrong(String key, String rule, Object value) {
    return new FaultFileException("%s/%s must %s, was %s".formatted(path, key, rule, shown(value)));
  }

  private Optional<Object> take(String key) {
    return Optional.ofNullable(left.remove(key));
  }
}
