package dev.millrace.local.stack;

import java.util.List;
import java.util.Map;

/// The template's `Rules`: what its parameters must fulfil together.
final class Rules {

  private Rules() {}

  /// @throws TemplateException if the rule applies and one of its assertions does not hold
  static void check(String name, Object rule, ConditionFunctions conditions) {
    var path = "Rules/" + name;
    if (!(rule instanceof Map<?, ?> map) || !(map.get("Assertions") instanceof List<?> list)) {
      throw new TemplateException(path + " must have Assertions, was " + rule);
    }
    var applies = map.get("RuleCondition");
    if (applies != null && !conditions.truth(applies, path + "/RuleCondition")) {
      return;
    }
    for (var item : list) {
      if (!(item instanceof Map<?, ?> assertion)) {
        throw new TemplateException(path + "/Assertions must be mappings, was " + item);
      }
      check(assertion, path, conditions);
    }
  }

  private static void check(Map<?, ?> assertion, String path, ConditionFunctions conditions) {
    var expression = assertion.get("Assert");
    if (expression == null) {
      throw new TemplateException(path + "/Assertions must each have an Assert, was " + assertion);
    }
    if (!conditions.truth(expression, path + "/Assert")) {
      var description = assertion.get("AssertDescription");
      throw new TemplateException(
          path + " does not hold: " + (description == null ? expression : description));
    }
  }
}
