package dev.millrace.local.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Leaves out the resources and events that the caller wants to go without.
final class Skips {

  private static final String SKIPPED = "is skipped";

  private final Set<String> wanted;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /// @param wanted logical ids, and `Function.Event`
  Skips(Set<String> wanted) {
    this.wanted = wanted;
  }

  /// What is left of the resources.
  ///
  /// @throws TemplateException if something that is not there should be skipped
  Map<String, Object> apply(Map<String, Object> definitions) {
    var left = new LinkedHashMap<>(definitions);
    for (var name : wanted) {
      var parts = name.split("\\.", 2);
      if (!(left.get(parts[0]) instanceof Map<?, ?> definition)) {
        throw new TemplateException(
            "%s cannot be skipped: the template has no such resource, it has %s"
                .formatted(name, definitions.keySet()));
      }
      if (parts.length == 2) {
        left.put(parts[0], withoutEvent(parts[0], parts[1], definition));
      }
    }
    for (var name : wanted) {
      if (!name.contains(".") && left.remove(name) instanceof Map<?, ?> definition) {
        reasons.put(name, SKIPPED);
        events(definition).values().forEach(this::noteApi);
      }
    }
    return left;
  }

  /// Why resources are not there, by logical id.
  Map<String, String> reasons() {
    return Collections.unmodifiableMap(reasons);
  }

  /// Whether a value refers to something that is skipped.
  boolean concern(Object value) {
    return !Collections.disjoint(References.of(value), reasons.keySet());
  }

  private Map<String, Object> withoutEvent(String function, String event, Map<?, ?> definition) {
    var properties = Template.section(definition, "Properties");
    var events = Template.section(properties, "Events");
    var removed = events.remove(event);
    if (removed == null) {
      throw new TemplateException(
          "%s.%s cannot be skipped: %s has no such event, it has %s"
              .formatted(function, event, function, events.keySet()));
    }
    reasons.put(function + event, SKIPPED);
    noteApi(removed);
    properties.put("Events", events);
    var result = Template.section(Map.of("it", definition), "it");
    result.put("Properties", properties);
    return result;
  }

  private static Map<String, Object> events(Map<?, ?> definition) {
    return Template.section(Template.section(definition, "Properties"), "Events");
  }

  /// The API that SAM makes for the event goes with it.
  private void noteApi(Object event) {
    var api =
        switch (event instanceof Map<?, ?> map ? String.valueOf(map.get("Type")) : "") {
          case "Api" -> "ServerlessRestApi";
          case "HttpApi" -> "ServerlessHttpApi";
          default -> "";
        };
    if (!api.isEmpty()) {
      reasons.put(api, SKIPPED);
    }
  }
}
