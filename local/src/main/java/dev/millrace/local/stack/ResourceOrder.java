package dev.millrace.local.stack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The order in which resources can be created: each after everything it refers to.
final class ResourceOrder {

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "Type",
          "Properties",
          "DependsOn",
          "Condition",
          "Connectors",
          "Metadata",
          "DeletionPolicy",
          "IgnoreGlobals",
          "UpdatePolicy",
          "UpdateReplacePolicy");

  private final Map<String, Object> definitions;
  private final Set<String> done = new LinkedHashSet<>();

  private ResourceOrder(Map<String, Object> definitions) {
    this.definitions = definitions;
  }

  /// @param definitions by logical id
  /// @throws TemplateException if they refer to each other in a circle
  static Set<String> of(Map<String, Object> definitions) {
    var order = new ResourceOrder(definitions);
    definitions.keySet().forEach(id -> order.visit(id, new LinkedHashSet<>()));
    return order.done;
  }

  private void visit(String id, Set<String> path) {
    if (done.contains(id)) {
      return;
    }
    if (!path.add(id)) {
      throw new TemplateException("resources refer to each other in a circle: " + path);
    }
    var definition = Template.section(definitions, id);
    Template.refuseOthers(definition, ATTRIBUTES, "Resources/" + id + "/");
    var needed = References.of(Template.section(definition, "Properties"));
    needed.addAll(dependsOn(definition));
    for (var name : needed) {
      owner(name).filter(other -> !other.equals(id)).ifPresent(other -> visit(other, path));
    }
    path.remove(id);
    done.add(id);
  }

  /// The resource of that name, or the function for which SAM makes it.
  private Optional<String> owner(String name) {
    return definitions.containsKey(name)
        ? Optional.of(name)
        : definitions.keySet().stream()
            .filter(id -> name.startsWith(id) && makes(id, name.substring(id.length())))
            .findFirst();
  }

  private boolean makes(String id, String rest) {
    var definition = Template.section(definitions, id);
    return "AWS::Serverless::Function".equals(definition.get("Type"))
        && (rest.equals("Role")
            || Template.section(Template.section(definition, "Properties"), "Events")
                .containsKey(rest));
  }

  private static List<String> dependsOn(Map<String, Object> definition) {
    return switch (definition.getOrDefault("DependsOn", List.of())) {
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Object single -> List.of(String.valueOf(single));
    };
  }
}
