package dev.millrace.local.iam;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A call of an API that says by method, path and query what it wants.
///
/// @param method of HTTP
/// @param path decoded, with its leading slash
/// @param query decoded; a parameter without a value has an empty one
/// @param copySource the object that is copied, decoded
record HttpCall(
    String method, String path, Map<String, String> query, Optional<String> copySource) {

  /// The parameters without a value.
  Set<String> flags() {
    return query.entrySet().stream()
        .filter(parameter -> parameter.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean has(String parameter) {
    return query.containsKey(parameter);
  }
}
