package dev.millrace.fleet;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// A property group of an application. A blank property counts as unset.
///
/// Every error names the group, the property, the rule and the value.
final class PropertyGroup {

  private final String id;
  private final Properties properties;

  private PropertyGroup(String id, Properties properties) {
    this.id = id;
    this.properties = properties;
  }

  /// @param keys all that the group may hold
  static PropertyGroup of(Map<String, Properties> groups, String id, Set<String> keys) {
    var properties = groups.getOrDefault(id, new Properties());
    for (var key : properties.stringPropertyNames()) {
      if (!keys.contains(key)) {
        var rule = "be one of " + keys.stream().sorted().toList();
        throw new ConfigException("a property of group " + id, rule, key);
      }
    }
    return new PropertyGroup(id, properties);
  }

  String required(String key) {
    return optional(key)
        .orElseThrow(() -> new ConfigException(id + "/" + key, "be set", "unset or blank"));
  }

  Optional<String> optional(String key) {
    return Optional.ofNullable(properties.getProperty(key))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /// Reads an ISO-8601 duration.
  Duration duration(String key, Duration fallback, Duration min) {
    var text = optional(key);
    if (text.isEmpty()) {
      return fallback;
    }
    var rule = "be an ISO-8601 duration of at least %s".formatted(min);
    try {
      var value = Duration.parse(text.get());
      if (value.compareTo(min) >= 0) {
        return value;
      }
    } catch (DateTimeParseException e) {
      throw new ConfigException(id + "/" + key, rule, text.get());
    }
    throw new ConfigException(id + "/" + key, rule, text.get());
  }

  int integer(String key, int fallback, int min, int max) {
    var text = optional(key);
    if (text.isEmpty()) {
      return fallback;
    }
    var rule = "be a whole number from %d to %d".formatted(min, max);
    try {
      var value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(id + "/" + key, rule, text.get());
    }
    throw new ConfigException(id + "/" + key, rule, text.get());
  }

  Optional<Instant> instant(String key) {
    return optional(key)
        .map(text -> {
          try {
            return Instant.parse(text);
          } catch (DateTimeParseException e) {
            var rule = "be a moment such as 2026-11-01T00:00:00Z";
            throw new ConfigException(id + "/" + key, rule, text);
          }
        });
  }

  Optional<URI> url(String key) {
    return optional(key)
        .map(text -> {
          if (text.matches("https?://[^\\s/]+/?")) {
            return URI.create(text);
          }
          throw new ConfigException(id + "/" + key, "be a URL such as http://127.0.0.1:4566", text);
        });
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    var text = optional(key);
    if (text.isEmpty()) {
      return fallback;
    }
    var wanted = text.get().toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> {
          var rule = "be one of " + Arrays.toString(type.getEnumConstants());
          return new ConfigException(id + "/" + key, rule, text.get());
        });
  }
}
