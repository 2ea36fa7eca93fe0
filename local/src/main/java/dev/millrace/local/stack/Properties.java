package dev.millrace.local.stack;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The resolved properties of one resource (or of a part of one), read by name.
///
/// Whoever reads them calls [#refuseOthers()] at the end, so that a property nobody read is an
/// error instead of being ignored.
final class Properties {

  private final String path;
  private final Map<String, Object> values;
  private final Set<String> known = new LinkedHashSet<>();

  /// @param path where they stand in the template, for messages
  Properties(String path, Map<String, Object> values) {
    this.path = path;
    this.values = new LinkedHashMap<>(values);
  }

  String path() {
    return path;
  }

  Optional<String> text(String name) {
    return value(name)
        .map(value ->
            switch (value) {
              case String text -> text;
              case Number number -> number.toString();
              case Boolean truth -> truth.toString();
              default -> throw wrong(name, "text", value);
            });
  }

  String requiredText(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  Optional<Integer> integer(String name) {
    return text(name)
        .map(text -> {
          try {
            return Integer.valueOf(text);
          } catch (NumberFormatException e) {
            throw wrong(name, "a whole number", text);
          }
        });
  }

  int requiredInteger(String name) {
    return integer(name).orElseThrow(() -> missing(name));
  }

  boolean flag(String name, boolean otherwise) {
    return text(name)
        .map(text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw wrong(name, "true or false", text);
            })
        .orElse(otherwise);
  }

  Optional<Properties> object(String name) {
    return value(name).map(value -> new Properties(path + "/" + name, map(name, value)));
  }

  /// The value as it stands, for an API that has the same shape.
  Optional<Object> raw(String name) {
    return value(name);
  }

  Optional<List<Object>> list(String name) {
    return value(name)
        .map(value -> {
          if (value instanceof List<?> list) {
            return List.<Object>copyOf(list);
          }
          throw wrong(name, "a list", value);
        });
  }

  /// A list of texts, empty if there is none.
  List<String> texts(String name) {
    return list(name).orElse(List.of()).stream()
        .map(item -> {
          if (item instanceof String text) {
            return text;
          }
          throw wrong(name, "a list of texts", item);
        })
        .toList();
  }

  /// A list of objects, empty if there is none; each is named by its place, counted from 0.
  List<Properties> objects(String name) {
    var items = list(name).orElse(List.of());
    return IntStream.range(0, items.size())
        .mapToObj(i -> {
          var place = name + "/" + i;
          return new Properties(path + "/" + place, map(place, items.get(i)));
        })
        .toList();
  }

  Map<String, Object> map(String name) {
    return value(name).map(value -> map(name, value)).orElse(Map.of());
  }

  /// Properties that mean nothing on one machine (permissions, encryption, tags, alarms).
  Properties withoutLocalEffect(String... names) {
    known.addAll(List.of(names));
    return this;
  }

  /// @param reason why nothing can be done about them, or what can
  /// @throws TemplateException if there is one of these properties
  Properties refuse(String reason, String... names) {
    for (var name : names) {
      if (values.containsKey(name)) {
        throw new TemplateException(path + "/" + name + " is not supported here: " + reason);
      }
    }
    return this;
  }

  /// @throws TemplateException if there is a property that was not read
  void refuseOthers() {
    for (var name : values.keySet()) {
      if (!known.contains(name)) {
        throw new TemplateException(path + "/" + name + " is not supported by the local stack");
      }
    }
  }

  TemplateException wrong(String name, String rule, Object value) {
    return new TemplateException(path + "/" + name + " must be " + rule + ", was " + value);
  }

  private TemplateException missing(String name) {
    return new TemplateException(path + "/" + name + " is required");
  }

  private Optional<Object> value(String name) {
    known.add(name);
    @Nullable Object value = values.get(name);
    return Optional.ofNullable(value);
  }

  private Map<String, Object> map(String name, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(name, "a mapping", value);
    }
    var result = new LinkedHashMap<String, Object>();
    map.forEach((key, item) -> result.put(String.valueOf(key), item));
    return result;
  }
}
