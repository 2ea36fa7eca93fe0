package dev.millrace.common;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A function's settings, read from its environment variables.
///
/// A blank variable counts as unset, because templates often pass an empty parameter on. Every
/// error is a `ConfigException` that names the variable, the rule and the value.
public final class Env {

  private final Map<String, String> variables;

  public Env(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  public String required(String name) {
    return find(name).orElseThrow(() -> new ConfigException(name, "be set", "unset or blank"));
  }

  public String optional(String name, String fallback) {
    return find(name).orElse(fallback);
  }

  public int integer(String name, int fallback, int min, int max) {
    var text = find(name);
    if (text.isEmpty()) {
      return fallback;
    }
    var rule = "be a whole number from %d to %d".formatted(min, max);
    int value;
    try {
      value = Integer.parseInt(text.get());
    } catch (NumberFormatException e) {
      throw new ConfigException(name, rule, text.get());
    }
    if (value < min || value > max) {
      throw new ConfigException(name, rule, text.get());
    }
    return value;
  }

  public boolean flag(String name, boolean fallback) {
    var text = find(name);
    if (text.isEmpty()) {
      return fallback;
    }
    return switch (text.get().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigException(name, "be true or false", text.get());
    };
  }

  /// Reads an ISO-8601 duration such as `PT30S`, which may not be negative.
  public Duration duration(String name, Duration fallback) {
    var text = find(name);
    if (text.isEmpty()) {
      return fallback;
    }
    var rule = "be an ISO-8601 duration of zero or more such as PT30S";
    Duration value;
    try {
      value = Duration.parse(text.get());
    } catch (DateTimeParseException e) {
      throw new ConfigException(name, rule, text.get());
    }
    if (value.isNegative()) {
      throw new ConfigException(name, rule, text.get());
    }
    return value;
  }

  /// Reads one constant of an enum, written in lower case with `-` or `_` between words.
  public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
    var text = find(name);
    if (text.isEmpty()) {
      return fallback;
    }
    var wanted = spelling(text.get());
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> spelling(constant.name()).equals(wanted))
        .findFirst()
        .orElseThrow(() -> new ConfigException(name, "be one of " + spellings(type), text.get()));
  }

  private static <E extends Enum<E>> String spellings(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> spelling(constant.name()))
        .collect(Collectors.joining(", "));
  }

  private static String spelling(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
