package dev.millrace.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The form of a query protocol request, as the document it stands for.
///
/// `Tags.member.1.Key=a` is the first element of the list `Tags`, `Attributes.entry.1.key=b` the
/// first entry of the map `Attributes`. Every scalar is a text.
final class QueryForm {

  private static final String LIST = "member";
  private static final String MAP = "entry";

  private QueryForm() {}

  /// The parameters by name.
  ///
  /// @throws AwsException if it is no form
  static Map<String, String> parameters(String form) {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : form.split("&", -1)) {
      if (!pair.isEmpty()) {
        var parts = pair.split("=", 2);
        parameters.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return parameters;
  }

  /// The document of maps, lists and texts.
  ///
  /// @throws AwsException if two parameters contradict each other
  static Object document(Map<String, String> parameters) {
    var root = new LinkedHashMap<String, Object>();
    parameters.forEach((path, value) -> put(root, path, value));
    return plain(root);
  }

  private static void put(Map<String, Object> root, String path, String value) {
    var steps = path.split("\\.", -1);
    var at = root;
    for (var i = 0; i < steps.length - 1; i++) {
      at = child(at, steps[i], path);
    }
    if (at.put(steps[steps.length - 1], value) != null) {
      throw contradiction(path);
    }
  }

  @SuppressWarnings("unchecked") // only texts and such maps are in it
  private static Map<String, Object> child(Map<String, Object> parent, String step, String path) {
    if (parent.computeIfAbsent(step, _ -> new LinkedHashMap<>()) instanceof Map<?, ?> child) {
      return (Map<String, Object>) child;
    }
    throw contradiction(path);
  }

  private static Object plain(Object node) {
    if (!(node instanceof Map<?, ?> children)) {
      return node;
    }
    if (children.size() == 1 && children.get(LIST) instanceof Map<?, ?> elements) {
      return ordered(elements).stream().map(QueryForm::plain).toList();
    }
    if (children.size() == 1 && children.get(MAP) instanceof Map<?, ?> entries) {
      return map(ordered(entries));
    }
    var plain = new LinkedHashMap<String, Object>();
    children.forEach((name, child) -> plain.put(String.valueOf(name), plain(child)));
    return plain;
  }

  private static List<Object> ordered(Map<?, ?> numbered) {
    var byNumber = new TreeMap<Integer, Object>();
    numbered.forEach((number, child) -> byNumber.put(number(String.valueOf(number)), child));
    return List.copyOf(byNumber.values());
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new AwsException(
          AwsError.SERIALIZATION,
          "an element of a list must be numbered, such as member.1, was " + text);
    }
  }

  private static Map<String, Object> map(List<Object> entries) {
    var map = new LinkedHashMap<String, Object>();
    for (var entry : entries) {
      if (!(plain(entry) instanceof Map<?, ?> parts) || parts.size() != 2) {
        throw new AwsException(
            AwsError.SERIALIZATION, "an entry of a map must have a key and a value, was " + entry);
      }
      // SNS calls the two Name and Value where it means message attributes
      var isNamed = parts.containsKey("Name");
      map.put(String.valueOf(parts.get(isNamed ? "Name" : "key")), value(parts, isNamed, entry));
    }
    return map;
  }

  private static Object value(Map<?, ?> parts, boolean isNamed, Object entry) {
    var value = parts.get(isNamed ? "Value" : "value");
    if (value == null) {
      throw new AwsException(
          AwsError.SERIALIZATION, "an entry of a map must have a key and a value, was " + entry);
    }
    return value;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AwsException(
          AwsError.SERIALIZATION, "the body is not a form: " + e.getMessage() + " in " + text);
    }
  }

  private static AwsException contradiction(String path) {
    return new AwsException(
        AwsError.SERIALIZATION, "the parameter %s contradicts another one".formatted(path));
  }
}
