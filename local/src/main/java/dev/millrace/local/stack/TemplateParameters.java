package dev.millrace.local.stack;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values of a template's parameters: defaults, overridden by name, checked against their
/// rules.
///
/// Deviates from AWS: whether a resource of a parameter's type (such as `AWS::EC2::VPC::Id`) exists
/// is not looked up, there is none.
public final class TemplateParameters {

  private static final String STORED = "AWS::SSM::Parameter::Value<";

  private TemplateParameters() {}

  /// The names of a template's parameters.
  ///
  /// @throws TemplateException if the file is no template
  public static Set<String> names(Path template) {
    return Template.section(TemplateYaml.read(template), "Parameters").keySet();
  }

  /// @param declared the template's `Parameters` section
  /// @param overrides values given from outside, by name
  /// @throws TemplateException if a value is missing, unknown or breaks its parameter's rules
  static Map<String, Object> values(Map<String, Object> declared, Map<String, String> overrides) {
    var unknown = overrides.keySet().stream().filter(name -> !declared.containsKey(name)).sorted();
    var names = unknown.collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      throw new TemplateException(
          "Parameters: [%s] do not exist in the template, which has %s"
              .formatted(names, declared.keySet()));
    }
    var values = new LinkedHashMap<String, Object>();
    declared.forEach((name, rules) -> values.put(name, value(name, rules, overrides.get(name))));
    return values;
  }

  private static Object value(String name, Object declaration, @Nullable String override) {
    if (!(declaration instanceof Map<?, ?> rules)) {
      throw new TemplateException("Parameters/" + name + " must be a mapping");
    }
    var declared = String.valueOf(rules.get("Type"));
    var type = declared.startsWith(STORED) ? argument(declared) : declared;
    var given = override == null ? rules.get("Default") : override;
    if (given == null) {
      throw new TemplateException("Parameters: [" + name + "] must have values");
    }
    if (override == null && !type.equals(declared)) {
      throw new TemplateException(
          "parameter %s is what SSM keeps under %s, and there is no SSM here; give its value with --parameter %s=VALUE"
              .formatted(name, given, name));
    }
    var rule = new ParameterRules(name, rules);
    return switch (type) {
      case "CommaDelimitedList" -> rule.checked(items(given));
      case "List<Number>" -> rule.checkedNumbers(items(given));
      case "Number" -> rule.checkedNumber(String.valueOf(given));
      case String list when list.startsWith("List<AWS::") -> rule.checked(items(given));
      case String text when text.equals("String") || text.startsWith("AWS::") ->
          rule.checked(String.valueOf(given));
      default ->
          throw new TemplateException(
              "parameter " + name + ": the type " + declared + " is not supported");
    };
  }

  /// Of `Type<Argument>` the argument.
  private static String argument(String type) {
    return type.substring(STORED.length(), type.length() - 1);
  }

  private static List<String> items(Object given) {
    return List.of(String.valueOf(given).strip().split("\\s*,\\s*", -1));
  }

  /// The rules of one parameter.
  private record ParameterRules(String name, Map<?, ?> rules) {

    ParameterRules {
      rules.forEach((rule, _) -> {
        switch (String.valueOf(rule)) {
          case "AllowedPattern",
              "AllowedValues",
              "ConstraintDescription",
              "Default",
              "Description",
              "MaxLength",
              "MaxValue",
              "MinLength",
              "MinValue",
              "NoEcho",
              "Type" -> {}
          default ->
              throw new TemplateException(
                  "Parameters/" + name + "/" + rule + " is not supported by the local stack");
        }
      });
    }

    List<String> checked(List<String> items) {
      return items.stream().map(this::checked).toList();
    }

    List<Object> checkedNumbers(List<String> items) {
      return items.stream().map(this::checkedNumber).toList();
    }

    Object checkedNumber(String text) {
      var value = number(text);
      return checked(text).equals(text) && value.scale() <= 0
          ? (Object) value.longValueExact()
          : value;
    }

    String checked(String text) {
      for (var entry : rules.entrySet()) {
        var bound = entry.getValue();
        switch (String.valueOf(entry.getKey())) {
          case "AllowedValues" ->
              require(allowed(bound).contains(text), text, "be one of AllowedValues " + bound);
          case "AllowedPattern" ->
              require(text.matches(String.valueOf(bound)), text, "match pattern " + bound);
          case "MinLength" ->
              require(
                  text.length() >= length(bound),
                  text,
                  "contain at least " + bound + " characters");
          case "MaxLength" ->
              require(
                  text.length() <= length(bound), text, "contain at most " + bound + " characters");
          case "MinValue" ->
              require(
                  number(text).compareTo(bound(bound)) >= 0,
                  text,
                  "be a number not less than " + bound);
          case "MaxValue" ->
              require(
                  number(text).compareTo(bound(bound)) <= 0,
                  text,
                  "be a number not greater than " + bound);
          default -> {}
        }
      }
      return text;
    }

    private BigDecimal number(String text) {
      try {
        return new BigDecimal(text);
      } catch (NumberFormatException e) {
        require(false, text, "be a number");
        throw e;
      }
    }

    private BigDecimal bound(Object bound) {
      try {
        return new BigDecimal(String.valueOf(bound));
      } catch (NumberFormatException e) {
        throw new TemplateException(
            "Parameters/" + name + " must have numbers as bounds, was " + bound, e);
      }
    }

    private int length(Object bound) {
      return bound(bound).intValue();
    }

    private void require(boolean kept, String text, String rule) {
      if (kept) {
        return;
      }
      var shown = "true".equals(String.valueOf(rules.get("NoEcho"))) ? "****" : text;
      var description = rules.get("ConstraintDescription");
      throw new TemplateException(
          "Parameter '%s' must %s, was %s%s"
              .formatted(name, rule, shown, description == null ? "" : ": " + description));
    }

    private static List<String> allowed(Object bound) {
      return bound instanceof List<?> list
          ? list.stream().map(String::valueOf).toList()
          : List.of();
    }
  }
}
