package dev.millrace.local.stack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides about the conditions of a template, and about the assertions of its rules.
final class ConditionFunctions {

  private static final int MOST_OPERANDS = 10;

  private final Resolver resolver;
  private final Map<String, Object> definitions;
  private final Set<String> underWay = new LinkedHashSet<>();

  /// @param definitions the template's `Conditions` section
  ConditionFunctions(Resolver resolver, Map<String, Object> definitions) {
    this.resolver = resolver;
    this.definitions = definitions;
  }

  /// Whether a condition of the template holds.
  ///
  /// @param path who asks, for messages
  boolean holds(String name, String path) {
    var definition = definitions.get(name);
    if (definition == null) {
      throw new TemplateException(path + " names the condition " + name + ", which is not defined");
    }
    if (!underWay.add(name)) {
      throw new TemplateException("conditions refer to each other in a circle: " + underWay);
    }
    try {
      return truth(definition, "Conditions/" + name);
    } finally {
      underWay.remove(name);
    }
  }

  /// Whether an expression is true.
  boolean truth(Object expression, String path) {
    if (!(expression instanceof Map<?, ?> map) || map.size() != 1) {
      throw new TemplateException(path + " must be a condition function, was " + expression);
    }
    var call = map.entrySet().iterator().next();
    var argument = call.getValue();
    return switch (String.valueOf(call.getKey())) {
      case "Condition" -> holds(Resolver.text(argument, path), path);
      case "Fn::Equals" -> {
        var parts = Resolver.arguments(argument, 2, path);
        yield resolver
            .resolveText(parts.get(0), path)
            .equals(resolver.resolveText(parts.get(1), path));
      }
      case "Fn::Not" -> !truth(Resolver.arguments(argument, 1, path).getFirst(), path);
      case "Fn::And" -> operands(argument, path).stream().allMatch(part -> truth(part, path));
      case "Fn::Or" -> operands(argument, path).stream().anyMatch(part -> truth(part, path));
      case "Fn::Contains" -> {
        var parts = Resolver.arguments(argument, 2, path);
        yield texts(parts.get(0), path).contains(resolver.resolveText(parts.get(1), path));
      }
      case "Fn::EachMemberIn" -> {
        var parts = Resolver.arguments(argument, 2, path);
        yield texts(parts.get(1), path).containsAll(texts(parts.get(0), path));
      }
      case "Fn::EachMemberEquals" -> {
        var parts = Resolver.arguments(argument, 2, path);
        var value = resolver.resolveText(parts.get(1), path);
        yield texts(parts.get(0), path).stream().allMatch(value::equals);
      }
      default ->
          throw new TemplateException(path + ": " + call.getKey() + " is not a condition function");
    };
  }

  private List<String> texts(Object value, String path) {
    return resolver.resolveList(value, path).stream()
        .map(item -> Resolver.text(item, path))
        .toList();
  }

  private static List<?> operands(Object argument, String path) {
    if (argument instanceof List<?> list && list.size() >= 2 && list.size() <= MOST_OPERANDS) {
      return list;
    }
    throw new TemplateException(
        path + " must be a list of 2 to " + MOST_OPERANDS + " conditions, was " + argument);
  }
}
