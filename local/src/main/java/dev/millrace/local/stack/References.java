package dev.millrace.local.stack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`.
final class References {

  private final Set<String> names = new LinkedHashSet<>();

  private References() {}

  static Set<String> of(Object value) {
    var references = new References();
    references.collect(value);
    return references.names;
  }

  private void collect(Object value) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((key, argument) -> {
            switch (String.valueOf(key)) {
              case "Ref" -> names.add(owner(String.valueOf(argument)));
              case "Fn::GetAtt" -> names.add(owner(first(argument)));
              case "Fn::Sub" -> substitution(argument);
              default -> {}
            }
            collect(argument);
          });
      case List<?> list -> list.forEach(this::collect);
      default -> {}
    }
  }

  private void substitution(Object argument) {
    var own =
        argument instanceof List<?> parts
                && parts.size() == 2
                && parts.get(1) instanceof Map<?, ?> map
            ? map.keySet()
            : Set.<Object>of();
    var matcher = Resolver.VARIABLE.matcher(first(argument));
    while (matcher.find()) {
      if (matcher.group(1).isEmpty() && !own.contains(matcher.group(2))) {
        names.add(owner(matcher.group(2)));
      }
    }
  }

  private static String first(Object argument) {
    return String.valueOf(argument instanceof List<?> parts ? parts.getFirst() : argument);
  }

  /// Of `Name.Attribute` the name.
  private static String owner(String name) {
    return name.split("\\.", 2)[0];
  }
}
