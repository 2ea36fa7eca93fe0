package dev.millrace.local.stack;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The intrinsic functions that make a value of their arguments, and of nothing that was created.
final class ValueFunctions {

  private final Resolver resolver;
  private final Resolver.Scope scope;

  ValueFunctions(Resolver resolver, Resolver.Scope scope) {
    this.resolver = resolver;
    this.scope = scope;
  }

  /// @throws TemplateException if there is no such function, or not for such arguments
  Object call(String name, Object argument, String path) {
    return switch (name) {
      case "Fn::Base64" ->
          Base64.getEncoder().encodeToString(text(argument, path).getBytes(StandardCharsets.UTF_8));
      case "Fn::Cidr" -> cidr(argument, path);
      case "Fn::FindInMap" -> findInMap(argument, path);
      case "Fn::GetAZs" -> zones(text(argument, path));
      case "Fn::ImportValue" -> imported(text(argument, path), path);
      case "Fn::Join" -> join(Resolver.arguments(argument, 2, path), path);
      case "Fn::Length" -> resolver.resolveList(argument, path).size();
      case "Fn::Select" -> select(Resolver.arguments(argument, 2, path), path);
      case "Fn::Split" -> split(Resolver.arguments(argument, 2, path), path);
      case "Fn::ToJsonString" ->
          JsonMapper.shared().writeValueAsString(resolver.resolve(argument, path));
      default -> throw new TemplateException(path + ": the function " + name + " is not supported");
    };
  }

  private static List<String> cidrs(List<String> parts, int bits, String path) {
    try {
      return Cidr.subnets(parts.get(0), Integer.parseInt(parts.get(1)), bits);
    } catch (IllegalArgumentException e) {
      throw new TemplateException(path + ": " + e.getMessage(), e);
    }
  }

  private List<String> cidr(Object argument, String path) {
    var parts = resolver.resolveList(argument, path);
    if (parts.size() != 2 && parts.size() != 3) {
      throw new TemplateException(path + " must have 2 or 3 arguments, was " + argument);
    }
    var texts = parts.stream().map(part -> Resolver.text(part, path)).toList();
    var bits = texts.size() == 3 ? integer(texts.get(2), path) : Cidr.DEFAULT_BITS;
    return cidrs(texts, bits, path);
  }

  private List<String> zones(String region) {
    var name = region.isEmpty() ? String.valueOf(scope.parameters().get("AWS::Region")) : region;
    return List.of(name + "a", name + "b", name + "c");
  }

  private String imported(String export, String path) {
    var value = scope.imports().get(export);
    if (value == null) {
      throw new TemplateException(
          "%s imports %s, which no stack exports here; give its value with --import '%s=VALUE'"
              .formatted(path, export, export));
    }
    return value;
  }

  private String join(List<?> parts, String path) {
    if (!(resolver.resolve(parts.get(1), path) instanceof List<?> items)) {
      throw new TemplateException(path + " must join a list, was " + parts.get(1));
    }
    return String.join(
        Resolver.text(parts.get(0), path),
        items.stream().map(item -> Resolver.text(item, path)).toList());
  }

  private Object select(List<?> parts, String path) {
    var index = integer(text(parts.get(0), path), path);
    if (!(resolver.resolve(parts.get(1), path) instanceof List<?> items)
        || index < 0
        || index >= items.size()) {
      throw new TemplateException(path + " selects item " + index + " of " + parts.get(1));
    }
    return items.get(index);
  }

  private List<String> split(List<?> parts, String path) {
    var separator = Resolver.text(parts.get(0), path);
    if (separator.isEmpty()) {
      throw new TemplateException(path + " must name a delimiter, was empty");
    }
    return List.of(text(parts.get(1), path).split(Pattern.quote(separator), -1));
  }

  private Object findInMap(Object argument, String path) {
    if (!(argument instanceof List<?> parts) || (parts.size() != 3 && parts.size() != 4)) {
      throw new TemplateException(path + " must have 3 arguments, was " + argument);
    }
    @Nullable Object found = scope.mappings();
    for (var part : parts.subList(0, 3)) {
      var key = text(part, path);
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
      if (found == null) {
        return otherwise(parts, key, path);
      }
    }
    return resolver.resolve(found, path);
  }

  private Object otherwise(List<?> parts, String key, String path) {
    if (parts.size() == 3) {
      throw new TemplateException(path + " looks up " + key + ", which is not in Mappings");
    }
    @Nullable Object value = parts.get(3) instanceof Map<?, ?> map ? map.get("DefaultValue") : null;
    if (value != null) {
      return resolver.resolve(value, path);
    }
    throw new TemplateException(path + " must have a DefaultValue, was " + parts.get(3));
  }

  private String text(Object argument, String path) {
    return resolver.resolveText(argument, path);
  }

  private static int integer(String text, String path) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TemplateException(path + " must have a whole number, was " + text, e);
    }
  }
}
