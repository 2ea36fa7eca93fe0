package dev.millrace.local.stack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Replaces intrinsic functions by their values.
///
/// Resolving is strict: an unknown function, reference, attribute or map key is an error that names
/// its place. A property whose value is `AWS::NoValue` disappears.
final class Resolver {

  /// What a created resource answers to `Ref` and `Fn::GetAtt`.
  ///
  /// @param ref the value of `Ref`
  /// @param attributes the values of `Fn::GetAtt`
  record Physical(String ref, Map<String, String> attributes) {
    Physical {
      attributes = Map.copyOf(attributes);
    }
  }

  /// Where names are looked up.
  ///
  /// @param parameters parameters and pseudo parameters by name
  /// @param mappings the template's `Mappings` section
  /// @param conditions the template's `Conditions` section
  /// @param resources what is created so far, by logical id
  record Scope(
      Map<String, Object> parameters,
      Map<String, Object> mappings,
      Map<String, Object> conditions,
      Map<String, Physical> resources) {}

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]*)}");

  /// The value of `AWS::NoValue`.
  private enum NoValue {
    NO_VALUE
  }

  private final Scope scope;

  Resolver(Scope scope) {
    this.scope = scope;
  }

  /// The value with every intrinsic function replaced.
  ///
  /// @param path where the value stands, for messages
  /// @throws TemplateException if something in it cannot be resolved
  Object resolve(Object value, String path) {
    var resolved = value(value, path);
    if (resolved instanceof NoValue) {
      throw new TemplateException(path + " must have a value, was AWS::NoValue");
    }
    return resolved;
  }

  /// Whether a condition of the template holds.
  boolean condition(String name, String path) {
    var definition = scope.conditions().get(name);
    if (definition == null) {
      throw new TemplateException(path + " names the condition " + name + ", which is not defined");
    }
    return truth(definition, "Conditions/" + name);
  }

  /// The names a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`.
  static Set<String> references(Object value) {
    var names = new LinkedHashSet<String>();
    collectReferences(value, names);
    return names;
  }

  private static void collectReferences(Object value, Set<String> names) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((key, argument) -> {
            switch (String.valueOf(key)) {
              case "Ref" -> names.add(String.valueOf(argument));
              case "Fn::GetAtt" -> names.add(attributeOwner(argument));
              case "Fn::Sub" -> names.addAll(substituted(argument));
              default -> {}
            }
            collectReferences(argument, names);
          });
      case List<?> list -> list.forEach(item -> collectReferences(item, names));
      default -> {}
    }
  }

  private static String attributeOwner(Object argument) {
    return argument instanceof List<?> parts
        ? String.valueOf(parts.getFirst())
        : String.valueOf(argument).split("\\.", 2)[0];
  }

  private static Set<String> substituted(Object argument) {
    var text = argument instanceof List<?> parts ? parts.getFirst() : argument;
    var names = new LinkedHashSet<String>();
    var matcher = VARIABLE.matcher(String.valueOf(text));
    while (matcher.find()) {
      if (matcher.group(1).isEmpty()) {
        names.add(matcher.group(2).split("\\.", 2)[0]);
      }
    }
    return names;
  }

  private Object value(Object value, String path) {
    return switch (value) {
      case Map<?, ?> map -> function(map, path).orElseGet(() -> mapping(map, path));
      case List<?> list -> sequence(list, path);
      default -> value;
    };
  }

  private Map<String, Object> mapping(Map<?, ?> map, String path) {
    var result = new LinkedHashMap<String, Object>();
    map.forEach((key, item) -> {
      var resolved = value(item, path + "/" + key);
      if (!(resolved instanceof NoValue)) {
        result.put(String.valueOf(key), resolved);
      }
    });
    return result;
  }

  private List<Object> sequence(List<?> list, String path) {
    var result = new ArrayList<Object>();
    for (var i = 0; i < list.size(); i++) {
      var resolved = value(list.get(i), path + "/" + i);
      if (!(resolved instanceof NoValue)) {
        result.add(resolved);
      }
    }
    return result;
  }

  /// The function's value if the map is a function call, that is, has one key that names one.
  private Optional<Object> function(Map<?, ?> map, String path) {
    if (map.size() != 1) {
      return Optional.empty();
    }
    var call = map.entrySet().iterator().next();
    var name = String.valueOf(call.getKey());
    if (!name.equals("Ref") && !name.startsWith("Fn::")) {
      return Optional.empty();
    }
    return Optional.of(call(name, call.getValue(), path + "/" + name));
  }

  private Object call(String name, Object argument, String path) {
    return switch (name) {
      case "Ref" -> ref(text(argument, path), path);
      case "Fn::GetAtt" -> attribute(argument, path);
      case "Fn::Sub" -> substitute(argument, path);
      case "Fn::Join" -> join(arguments(argument, 2, path), path);
      case "Fn::If" -> {
        var parts = arguments(argument, 3, path);
        yield value(parts.get(condition(text(parts.get(0), path), path) ? 1 : 2), path);
      }
      case "Fn::Select" -> select(arguments(argument, 2, path), path);
      case "Fn::Split" -> {
        var parts = arguments(argument, 2, path);
        var separator = Pattern.quote(text(parts.get(0), path));
        yield List.of((Object[]) text(value(parts.get(1), path), path).split(separator, -1));
      }
      case "Fn::FindInMap" -> findInMap(arguments(argument, 3, path), path);
      case "Fn::Base64" ->
          Base64.getEncoder()
              .encodeToString(text(value(argument, path), path).getBytes(StandardCharsets.UTF_8));
      default -> throw new TemplateException(path + ": the function " + name + " is not supported");
    };
  }

  private Object ref(String name, String path) {
    if (name.equals("AWS::NoValue")) {
      return NoValue.NO_VALUE;
    }
    var parameter = scope.parameters().get(name);
    if (parameter != null) {
      return parameter;
    }
    return resource(name, path).ref();
  }

  private Physical resource(String name, String path) {
    var resource = scope.resources().get(name);
    if (resource == null) {
      throw new TemplateException(
          path + " refers to " + name + ", which is neither a parameter nor a resource");
    }
    return resource;
  }

  private String attribute(Object argument, String path) {
    var parts =
        argument instanceof List<?> list
            ? list
            : List.of((Object[]) text(argument, path).split("\\.", 2));
    if (parts.size() != 2) {
      throw new TemplateException(path + " must be a resource and an attribute, was " + argument);
    }
    var name = text(parts.get(0), path);
    var attribute = text(value(parts.get(1), path), path);
    var found = resource(name, path).attributes().get(attribute);
    if (found == null) {
      throw new TemplateException(path + ": " + name + " has no attribute " + attribute);
    }
    return found;
  }

  private String substitute(Object argument, String path) {
    var parts = argument instanceof List<?> list ? list : List.of(argument);
    var variables =
        parts.size() == 2 && parts.get(1) instanceof Map<?, ?> map
            ? mapping(map, path)
            : Map.<String, Object>of();
    return VARIABLE
        .matcher(text(parts.getFirst(), path))
        .replaceAll(match -> {
          var name = match.group(2).strip();
          var replacement =
              match.group(1).isEmpty() ? variable(name, variables, path) : "${" + name + "}";
          return java.util.regex.Matcher.quoteReplacement(replacement);
        });
  }

  private String variable(String name, Map<String, Object> variables, String path) {
    var local = variables.get(name);
    if (local != null) {
      return text(local, path);
    }
    return name.contains(".") ? attribute(name, path) : text(ref(name, path), path);
  }

  private String join(List<?> parts, String path) {
    if (!(value(parts.get(1), path) instanceof List<?> items)) {
      throw new TemplateException(path + " must join a list, was " + parts.get(1));
    }
    return String.join(
        text(parts.get(0), path), items.stream().map(item -> text(item, path)).toList());
  }

  private Object select(List<?> parts, String path) {
    var index = Integer.parseInt(text(value(parts.get(0), path), path));
    if (!(value(parts.get(1), path) instanceof List<?> items)
        || index < 0
        || index >= items.size()) {
      throw new TemplateException(path + " selects item " + index + " of " + parts.get(1));
    }
    return items.get(index);
  }

  private Object findInMap(List<?> parts, String path) {
    Object found = scope.mappings();
    for (var part : parts) {
      var key = text(value(part, path), path);
      if (!(found instanceof Map<?, ?> map) || !map.containsKey(key)) {
        throw new TemplateException(path + " looks up " + key + ", which is not in Mappings");
      }
      found = map.get(key);
    }
    return value(found, path);
  }

  private boolean truth(Object expression, String path) {
    if (!(expression instanceof Map<?, ?> map) || map.size() != 1) {
      throw new TemplateException(path + " must be a condition function, was " + expression);
    }
    var call = map.entrySet().iterator().next();
    var argument = call.getValue();
    return switch (String.valueOf(call.getKey())) {
      case "Condition" -> condition(text(argument, path), path);
      case "Fn::Equals" -> {
        var parts = arguments(argument, 2, path);
        yield text(value(parts.get(0), path), path).equals(text(value(parts.get(1), path), path));
      }
      case "Fn::Not" -> !truth(arguments(argument, 1, path).getFirst(), path);
      case "Fn::And" -> operands(argument, path).stream().allMatch(part -> truth(part, path));
      case "Fn::Or" -> operands(argument, path).stream().anyMatch(part -> truth(part, path));
      default ->
          throw new TemplateException(path + ": " + call.getKey() + " is not a condition function");
    };
  }

  private static List<?> operands(Object argument, String path) {
    if (argument instanceof List<?> list && !list.isEmpty()) {
      return list;
    }
    throw new TemplateException(path + " must be a list of conditions, was " + argument);
  }

  private static List<?> arguments(Object argument, int count, String path) {
    if (argument instanceof List<?> list && list.size() == count) {
      return list;
    }
    throw new TemplateException(path + " must have " + count + " arguments, was " + argument);
  }

  private static String text(Object value, String path) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> throw new TemplateException(path + " must be text, was " + value);
    };
  }
}
