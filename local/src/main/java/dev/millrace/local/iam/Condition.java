package dev.millrace.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A condition of a statement: what one key of a call's context must be.
///
/// @param ifExists whether it holds if the call has no such key
/// @param values of which one must fit; of a negated operator, none may
record Condition(Operator operator, boolean ifExists, String key, List<String> values) {

  private static final String IF_EXISTS = "IfExists";

  /// The conditions of a statement, all of which must hold.
  static List<Condition> allOf(Element statement) {
    if (!statement.has("Condition")) {
      return List.of();
    }
    var operators = statement.object("Condition");
    var conditions = new ArrayList<Condition>();
    for (var name : operators.members().keySet()) {
      var ifExists = name.endsWith(IF_EXISTS);
      var plain = ifExists ? name.substring(0, name.length() - IF_EXISTS.length()) : name;
      var operator = Operator.of(plain, operators.path());
      var keys = operators.object(name);
      for (var key : keys.members().keySet()) {
        conditions.add(of(operator, ifExists, key, keys));
      }
    }
    return conditions;
  }

  private static Condition of(Operator operator, boolean ifExists, String key, Element keys) {
    var values = keys.texts(key);
    for (var value : values) {
      if (value.contains("${")) {
        throw PolicyException.of(
            keys.path(key), "must be without policy variables, they are not supported", value);
      }
      operator.check(value, keys.path(key));
    }
    return new Condition(operator, ifExists, ContextKeys.of(key, keys.path()), values);
  }

  boolean holds(Map<String, String> context) {
    var actual = context.get(key);
    if (operator == Operator.NULL) {
      return values.stream().anyMatch(value -> Boolean.parseBoolean(value) == (actual == null));
    }
    if (actual == null) {
      return ifExists || operator.isNegated();
    }
    return values.stream().anyMatch(value -> operator.fits(value, actual)) != operator.isNegated();
  }
}
