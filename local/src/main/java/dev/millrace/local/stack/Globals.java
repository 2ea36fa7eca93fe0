package dev.millrace.local.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// SAM's `Globals`: properties that every resource of a kind starts from.
final class Globals {

  private static final String TYPE = "AWS::Serverless::";

  /// The kinds that SAM knows globals of.
  private static final Set<String> KINDS =
      Set.of(
          "Api",
          "CapacityProvider",
          "Function",
          "HttpApi",
          "LayerVersion",
          "SimpleTable",
          "StateMachine",
          "WebSocketApi");

  private Globals() {}

  /// The resources with what the globals give them.
  ///
  /// @param globals the template's `Globals` section
  /// @param definitions by logical id
  static Map<String, Object> applied(Map<String, Object> globals, Map<String, Object> definitions) {
    Template.refuseOthers(globals, KINDS, "Globals/");
    var result = new LinkedHashMap<>(definitions);
    result.replaceAll((id, definition) -> {
      var own = Template.section(definitions, id);
      var type = String.valueOf(own.get("Type"));
      var kind = type.startsWith(TYPE) ? type.substring(TYPE.length()) : "";
      var base = Template.section(globals, kind);
      ignore(own, base);
      own.put("Properties", merge(base, Template.section(own, "Properties")));
      return own;
    });
    return result;
  }

  private static void ignore(Map<String, Object> definition, Map<String, Object> globals) {
    switch (definition.getOrDefault("IgnoreGlobals", List.of())) {
      case List<?> names -> names.forEach(name -> globals.remove(String.valueOf(name)));
      case String all when all.equals("*") -> globals.clear();
      case Object other ->
          throw new TemplateException("IgnoreGlobals must be * or a list, was " + other);
    }
  }

  /// Maps are merged, lists are joined (the global items first), anything else is replaced.
  static Map<String, Object> merge(Map<String, Object> globals, Map<String, Object> own) {
    var merged = new LinkedHashMap<>(globals);
    own.forEach((name, value) -> merged.merge(name, value, Globals::combine));
    return merged;
  }

  static Object combine(Object global, Object own) {
    if (global instanceof Map<?, ?> base && own instanceof Map<?, ?> over && !isFunction(over)) {
      return merge(named(base), named(over));
    }
    if (global instanceof List<?> base && own instanceof List<?> over) {
      var joined = new ArrayList<Object>(base);
      joined.addAll(over);
      return joined;
    }
    return own;
  }

  private static boolean isFunction(Map<?, ?> map) {
    return map.size() == 1
        && map.keySet().stream()
            .map(String::valueOf)
            .anyMatch(key -> key.equals("Ref") || key.startsWith("Fn::"));
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    var named = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }
}
