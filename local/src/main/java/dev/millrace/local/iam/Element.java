package dev.millrace.local.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An element of a policy document that has members, read by name.
record Element(String path, Map<String, Object> members) {

  static Element of(@Nullable Object value, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      throw PolicyException.of(path, "must be an object", String.valueOf(value));
    }
    var members = new LinkedHashMap<String, Object>();
    map.forEach((name, member) -> members.put(String.valueOf(name), member));
    return new Element(path, members);
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /// A member as it stands.
  Object value(String name) {
    var value = members.get(name);
    if (value == null) {
      throw PolicyException.of(path(name), "must be given", "missing");
    }
    return value;
  }

  Element object(String name) {
    return of(value(name), path(name));
  }

  String path(String name) {
    return path + "/" + name;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(members.get(name)).map(value -> text(value, path(name)));
  }

  /// A text or a list of texts.
  List<String> texts(String name) {
    return each(name).stream().map(value -> text(value, path(name))).toList();
  }

  /// An object or a list of objects.
  List<Element> elements(String name) {
    var all = each(name);
    return IntStream.range(0, all.size())
        .mapToObj(i -> of(all.get(i), path(name) + "/" + i))
        .toList();
  }

  void refuseOthers(Set<String> known) {
    for (var name : members.keySet()) {
      if (!known.contains(name)) {
        throw PolicyException.of(
            path, "must have none but " + known.stream().sorted().toList(), name);
      }
    }
  }

  private List<?> each(String name) {
    var value = value(name);
    if (value instanceof List<?> list && list.isEmpty()) {
      throw PolicyException.of(path(name), "must be given", value);
    }
    return value instanceof List<?> list ? list : List.of(value);
  }

  private static String text(@Nullable Object value, String path) {
    return switch (value) {
      case String text -> text;
      case Boolean truth -> truth.toString();
      case Number number -> number.toString();
      case null, default -> throw PolicyException.of(path, "must be text", String.valueOf(value));
    };
  }
}
