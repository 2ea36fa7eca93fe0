package dev.millrace.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes out what a template only abbreviates: the loops of `AWS::LanguageExtensions`, and the
/// files that `AWS::Include` names, which must lie on this machine.
final class Macros {

  private static final String LOOP = "Fn::ForEach::";
  private static final String TRANSFORM = "Fn::Transform";

  private final Path folder;
  private final Resolver resolver;
  private final boolean extended;

  /// @param folder that relative paths of the template start from
  /// @param resolver of parameters and mappings; there are no resources yet
  /// @param extended whether the template has the transform `AWS::LanguageExtensions`
  Macros(Path folder, Resolver resolver, boolean extended) {
    this.folder = folder;
    this.resolver = resolver;
    this.extended = extended;
  }

  /// The same with every loop and every file written out.
  ///
  /// @throws TemplateException if a loop or a file cannot be
  Map<String, Object> expand(Map<?, ?> map, String path) {
    var result = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> {
      var name = String.valueOf(key);
      var place = path.isEmpty() ? name : path + "/" + name;
      if (name.startsWith(LOOP)) {
        needsExtensions(name, place);
        new Loop(value, place).bodies().forEach(body -> add(expand(body, place), result, place));
      } else if (name.equals(TRANSFORM)) {
        add(included(value, place), result, place);
      } else {
        check(name, value, place);
        result.put(name, expanded(value, place));
      }
    });
    return result;
  }

  /// What a macro at some place stands for.
  ///
  /// @throws TemplateException if it is not `AWS::Include` of a file here
  Map<String, Object> included(Object macro, String path) {
    if (!(macro instanceof Map<?, ?> map)
        || !"AWS::Include".equals(map.get("Name"))
        || !(map.get("Parameters") instanceof Map<?, ?> parameters)
        || !parameters.containsKey("Location")) {
      throw new TemplateException(path + " must be AWS::Include with a Location, was " + macro);
    }
    var location = resolver.resolveText(Objects.requireNonNull(parameters.get("Location")), path);
    if (location.startsWith("s3://")) {
      throw new TemplateException(path + " must name a file on this machine, was " + location);
    }
    return expand(TemplateYaml.read(folder.resolve(location)), path);
  }

  private Object expanded(Object value, String path) {
    return switch (value) {
      case Map<?, ?> map -> expand(map, path);
      case List<?> list -> {
        var items = new ArrayList<Object>();
        for (var item : list) {
          items.add(expanded(item, path + "/" + items.size()));
        }
        yield items;
      }
      default -> value;
    };
  }

  private static void add(Map<String, Object> more, Map<String, Object> result, String path) {
    more.forEach((name, value) -> {
      if (result.putIfAbsent(name, value) != null) {
        throw new TemplateException(path + " makes " + name + ", which is there already");
      }
    });
  }

  private void check(String name, Object value, String path) {
    switch (name) {
      case "Fn::Length", "Fn::ToJsonString" -> needsExtensions(name, path);
      case "Fn::FindInMap" -> {
        if (value instanceof List<?> list && list.size() == 4) {
          needsExtensions(name + " with a DefaultValue", path);
        }
      }
      default -> {}
    }
  }

  private void needsExtensions(String function, String path) {
    if (!extended) {
      throw new TemplateException(
          path + ": " + function + " needs the Transform AWS::LanguageExtensions");
    }
  }

  /// One `Fn::ForEach`: an identifier, what it stands for in turn, and what is repeated.
  private final class Loop {

    private final String identifier;
    private final List<?> items;
    private final Map<?, ?> body;

    Loop(Object arguments, String path) {
      var parts = Resolver.arguments(arguments, 3, path);
      if (!(parts.get(2) instanceof Map<?, ?> map)) {
        throw new TemplateException(path + " must repeat a mapping, was " + parts.get(2));
      }
      identifier = Resolver.text(parts.get(0), path);
      items = resolver.resolveList(parts.get(1), path);
      body = map;
    }

    List<Map<?, ?>> bodies() {
      var bodies = new ArrayList<Map<?, ?>>();
      for (var item : items) {
        bodies.add(replaced(body, String.valueOf(item)));
      }
      return bodies;
    }

    private Map<String, Object> replaced(Map<?, ?> map, String item) {
      var result = new LinkedHashMap<String, Object>();
      map.forEach((key, value) -> result.put(text(key, item), replaced(value, item)));
      return result;
    }

    private Object replaced(Object value, String item) {
      return switch (value) {
        case Map<?, ?> map when map.size() == 1 && identifier.equals(map.get("Ref")) -> item;
        case Map<?, ?> map when map.size() == 1 && map.get("Fn::Sub") instanceof String text ->
            substitution(text(text, item));
        case Map<?, ?> map -> replaced(map, item);
        case List<?> list -> list.stream().map(each -> replaced(each, item)).toList();
        case String text -> text(text, item);
        default -> value;
      };
    }

    /// Plain text where nothing is left to substitute, so that it can name a resource.
    private static Object substitution(String text) {
      return text.contains("${") ? Map.of("Fn::Sub", text) : text;
    }

    private String text(Object template, String item) {
      return String.valueOf(template)
          .replace("${" + identifier + "}", item)
          .replace("&{" + identifier + "}", item.replaceAll("[^A-Za-z0-9]", ""));
    }
  }
}
