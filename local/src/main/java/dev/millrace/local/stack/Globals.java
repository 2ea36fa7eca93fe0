package dev.millrace.local.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// SAM's `Globals`: properties that every resource of a kind starts from.
final class Globals {

  private Globals() {}

  /// Maps are merged, lists are joined (the global items first), anything else is replaced.
  static Map<String, Object> merge(Map<String, Object> globals, Map<String, Object> own) {
    var merged = new LinkedHashMap<>(globals);
    own.forEach((name, value) -> merged.merge(name, value, Globals::combine));
    return merged;
  }

  private static Object combine(Object global, Object own) {
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
