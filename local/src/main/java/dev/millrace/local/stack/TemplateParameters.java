package dev.millrace.local.stack;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The values of a template's parameters: defaults, overridden by name, checked against their
/// rules.
final class TemplateParameters {

  private TemplateParameters() {}

  /// @param declared the template's `Parameters` section
  /// @param overrides values given from outside, by name
  /// @throws TemplateException if a value is missing, unknown or breaks its parameter's rules
  static Map<String, Object> values(Map<String, Object> declared, Map<String, String> overrides) {
    for (var name : overrides.keySet()) {
      if (!declared.containsKey(name)) {
        throw new TemplateException(
            "parameter " + name + " is not declared; the template has " + declared.keySet());
      }
    }
    var values = new LinkedHashMap<String, Object>();
    declared.forEach((name, rules) -> values.put(name, value(name, rules, overrides)));
    return values;
  }

  private static Object value(String name, Object declaration, Map<String, String> overrides) {
    if (!(declaration instanceof Map<?, ?> rules)) {
      throw new TemplateException("Parameters/" + name + " must be a mapping");
    }
    var given = overrides.containsKey(name) ? overrides.get(name) : rules.get("Default");
    if (given == null) {
      throw new TemplateException("parameter " + name + " has no default and needs a value");
    }
    var text = String.valueOf(given);
    rules.forEach((rule, bound) -> check(name, text, String.valueOf(rule), bound));
    return switch (String.valueOf(rules.get("Type"))) {
      case "String" -> text;
      case "Number" -> number(name, text);
      case "CommaDelimitedList" -> List.of((Object[]) text.strip().split("\\s*,\\s*"));
      default ->
          throw new TemplateException(
              "parameter " + name + ": the type " + rules.get("Type") + " is not supported");
    };
  }

  private static Object number(String name, String text) {
    try {
      var value = new BigDecimal(text);
      return value.scale() <= 0 ? (Object) value.longValueExact() : value;
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TemplateException("parameter " + name + " must be a number, was " + text, e);
    }
  }

  private static void check(String name, String text, String rule, Object bound) {
    var kept =
        switch (rule) {
          case "AllowedValues" -> allowed(bound).contains(text);
          case "AllowedPattern" -> Pattern.matches(String.valueOf(bound), text);
          case "MinLength" -> text.length() >= Integer.parseInt(String.valueOf(bound));
          case "MaxLength" -> text.length() <= Integer.parseInt(String.valueOf(bound));
          case "MinValue" -> decimal(name, text).compareTo(decimal(rule, bound)) >= 0;
          case "MaxValue" -> decimal(name, text).compareTo(decimal(rule, bound)) <= 0;
          case "Type", "Default", "Description", "ConstraintDescription", "NoEcho" -> true;
          default ->
              throw new TemplateException(
                  "Parameters/" + name + "/" + rule + " is not supported by the local stack");
        };
    if (!kept) {
      throw new TemplateException(
          "parameter " + name + " must satisfy " + rule + " " + bound + ", was " + text);
    }
  }

  private static BigDecimal decimal(String name, Object value) {
    try {
      return new BigDecimal(String.valueOf(value));
    } catch (NumberFormatException e) {
      throw new TemplateException("parameter " + name + " must be a number, was " + value, e);
    }
  }

  private static List<String> allowed(Object bound) {
    var values = new ArrayList<String>();
    if (bound instanceof List<?> list) {
      list.forEach(item -> values.add(String.valueOf(item)));
    }
    return values;
  }
}
