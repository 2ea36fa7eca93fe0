package dev.millrace.local.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces intrinsic functions and dynamic references by their values.
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
  /// @param absent why resources are left out, by logical id
  /// @param imports values from outside of the template
  record Scope(
      Map<String, Object> parameters,
      Map<String, Object> mappings,
      Map<String, Object> conditions,
      Map<String, Physical> resources,
      Map<String, String> absent,
      Map<String, String> imports) {}

  /// A variable of `Fn::Sub`, or with an exclamation mark a literal.
  static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]*)}");

  private static final Pattern DYNAMIC = Pattern.compile("\\{\\{(resolve:[^}]*)}}");

  /// The value of `AWS::NoValue`.
  private enum NoValue {
    NO_VALUE
  }

  private final Scope scope;
  private final ConditionFunctions conditions;
  private final ValueFunctions functions;

  Resolver(Scope scope) {
    this.scope = scope;
    this.conditions = new ConditionFunctions(this, scope.conditions());
    this.functions = new ValueFunctions(this, scope);
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

  /// What decides about conditions.
  ConditionFunctions conditions() {
    return conditions;
  }

  /// A value that must be text, a number or a truth value.
  String resolveText(Object value, String path) {
    return text(resolve(value, path), path);
  }

  /// A value that must be a list.
  List<?> resolveList(Object value, String path) {
    if (resolve(value, path) instanceof List<?> list) {
      return list;
    }
    throw new TemplateException(path + " must be a list, was " + value);
  }

  /// The arguments of a function that takes so many.
  static List<?> arguments(Object argument, int count, String path) {
    if (argument instanceof List<?> list && list.size() == count) {
      return list;
    }
    throw new TemplateException(path + " must have " + count + " arguments, was " + argument);
  }

  static String text(Object value, String path) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> throw new TemplateException(path + " must be text, was " + value);
    };
  }

  private Object value(Object value, String path) {
    return switch (value) {
      case Map<?, ?> map -> function(map, path).orElseGet(() -> mapping(map, path));
      case List<?> list -> sequence(list, path);
      case String text -> imported(text, path);
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

  /// The text with its dynamic references replaced.
  private String imported(String text, String path) {
    return DYNAMIC
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(imported(match.group(1), text, path)));
  }

  private String imported(String reference, String text, String path) {
    var value = scope.imports().get(reference);
    if (value == null) {
      throw new TemplateException(
          "%s: there is nothing to resolve %s from; give its value with --import '%s=VALUE'"
              .formatted(path, text, reference));
    }
    return value;
  }

  /// The function's value if the map is a function call, that is, has one key that names one.
  private Optional<Object> function(Map<?, ?> map, String path) {
    for (var key : map.keySet()) {
      var name = String.valueOf(key);
      if (name.startsWith("Fn::") && map.size() > 1) {
        throw new TemplateException(path + "/" + name + " must stand alone, was " + map.keySet());
      }
      if (name.startsWith("Fn::") || (name.equals("Ref") && map.size() == 1)) {
        var value = call(name, map.values().iterator().next(), path + "/" + name);
        return Optional.of(value instanceof String text ? imported(text, path) : value);
      }
    }
    return Optional.empty();
  }

  private Object call(String name, Object argument, String path) {
    return switch (name) {
      case "Ref" -> ref(text(value(argument, path), path), path);
      case "Fn::GetAtt" -> attribute(argument, path);
      case "Fn::Sub" -> substitute(argument, path);
      case "Fn::If" -> {
        var parts = arguments(argument, 3, path);
        var holds = conditions.holds(text(parts.get(0), path), path);
        yield value(parts.get(holds ? 1 : 2), path);
      }
      default -> functions.call(name, argument, path);
    };
  }

  private Object ref(String name, String path) {
    if (name.equals("AWS::NoValue")) {
      return NoValue.NO_VALUE;
    }
    var parameter = scope.parameters().get(name);
    return parameter == null ? resource(name, path).ref() : parameter;
  }

  private Physical resource(String name, String path) {
    var resource = scope.resources().get(name);
    if (resource != null) {
      return resource;
    }
    var reason = scope.absent().getOrDefault(name, "is neither a parameter nor a resource");
    throw new TemplateException("%s refers to %s, which %s".formatted(path, name, reason));
  }

  private String attribute(Object argument, String path) {
    var parts =
        argument instanceof List<?> list
            ? list
            : List.of((Object[]) text(argument, path).split("\\.", 2));
    if (parts.size() != 2) {
      throw new TemplateException(path + " must be a resource and an attribute, was " + argument);
    }
    var name = text(value(parts.get(0), path), path);
    var attribute = text(value(parts.get(1), path), path);
    var found = resource(name, path).attributes().get(attribute);
    if (found == null) {
      throw new TemplateException(path + ": " + name + " has no attribute " + attribute);
    }
    return found;
  }

  private String substitute(Object argument, String path) {
    var variables = new LinkedHashMap<String, Object>();
    var text = argument;
    if (argument instanceof List<?>) {
      var parts = arguments(argument, 2, path);
      text = parts.get(0);
      if (!(parts.get(1) instanceof Map<?, ?> map)) {
        throw new TemplateException(path + " must map variables to values, was " + parts.get(1));
      }
      variables.putAll(mapping(map, path));
    }
    return VARIABLE
        .matcher(text(text, path))
        .replaceAll(match -> {
          var name = match.group(2).strip();
          var literal = !match.group(1).isEmpty();
          return Matcher.quoteReplacement(
              literal ? "${" + name + "}" : variable(name, variables, path));
        });
  }

  private String variable(String name, Map<String, Object> variables, String path) {
    var local = variables.get(name);
    if (local != null) {
      return text(local, path);
    }
    // SAM gives functions an alias and a version to refer to, with a dot in the name
    return name.contains(".") && !scope.resources().containsKey(name)
        ? attribute(name, path)
        : text(ref(name, path), path);
  }
}
