package dev.millrace.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A SAM or CloudFormation template as it is written: sections checked, nothing resolved yet.
///
/// @param parameters declared parameters by name
/// @param mappings lookup tables by name
/// @param conditions condition expressions by name
/// @param functionGlobals properties every function starts from
/// @param resources by logical id, each after everything it refers to
/// @param outputs by name
record Template(
    Map<String, Object> parameters,
    Map<String, Object> mappings,
    Map<String, Object> conditions,
    Map<String, Object> functionGlobals,
    List<Resource> resources,
    Map<String, Object> outputs) {

  /// One resource as it is written.
  ///
  /// @param logicalId its name in the template
  /// @param type such as `AWS::SQS::Queue`
  /// @param properties unresolved
  /// @param metadata unresolved
  /// @param condition name of the condition under which it exists; empty for always
  record Resource(
      String logicalId,
      String type,
      Map<String, Object> properties,
      Map<String, Object> metadata,
      String condition) {}

  private static final String SAM = "AWS::Serverless-2016-10-31";
  private static final Set<String> SECTIONS =
      Set.of(
          "AWSTemplateFormatVersion",
          "Transform",
          "Description",
          "Metadata",
          "Parameters",
          "Mappings",
          "Conditions",
          "Globals",
          "Resources",
          "Outputs");
  private static final Set<String> RESOURCE_ATTRIBUTES =
      Set.of(
          "Type",
          "Properties",
          "DependsOn",
          "Condition",
          "Metadata",
          "DeletionPolicy",
          "UpdateReplacePolicy");

  /// Reads a template file.
  ///
  /// @throws TemplateException if it is not a template this stack can run
  static Template read(Path file) {
    return of(TemplateYaml.read(file));
  }

  /// Checks the sections of a parsed template and orders its resources.
  static Template of(Map<String, Object> tree) {
    refuseOthers(tree, SECTIONS, "template section ");
    var transform = tree.getOrDefault("Transform", SAM);
    if (!transform.equals(SAM) && !transform.equals(List.of(SAM))) {
      throw new TemplateException("Transform must be " + SAM + ", was " + transform);
    }
    var globals = section(tree, "Globals");
    refuseOthers(globals, Set.of("Function"), "Globals/");
    return new Template(
        section(tree, "Parameters"),
        section(tree, "Mappings"),
        section(tree, "Conditions"),
        section(globals, "Function"),
        ordered(section(tree, "Resources")),
        section(tree, "Outputs"));
  }

  private static List<Resource> ordered(Map<String, Object> definitions) {
    if (definitions.isEmpty()) {
      throw new TemplateException("a template must have Resources");
    }
    var done = new LinkedHashMap<String, Resource>();
    for (var id : definitions.keySet()) {
      visit(id, definitions, done, new LinkedHashSet<>());
    }
    return new ArrayList<>(done.values());
  }

  private static void visit(
      String id, Map<String, Object> definitions, Map<String, Resource> done, Set<String> path) {
    if (done.containsKey(id)) {
      return;
    }
    if (!path.add(id)) {
      throw new TemplateException("resources refer to each other in a circle: " + path);
    }
    var definition = section(definitions, id);
    refuseOthers(definition, RESOURCE_ATTRIBUTES, "Resources/" + id + "/");
    var needed = Resolver.references(definition);
    needed.addAll(dependsOn(definition));
    for (var other : needed) {
      if (definitions.containsKey(other) && !other.equals(id)) {
        visit(other, definitions, done, path);
      }
    }
    path.remove(id);
    done.put(id, resource(id, definition));
  }

  private static Resource resource(String id, Map<String, Object> definition) {
    if (!(definition.get("Type") instanceof String type)) {
      throw new TemplateException("Resources/" + id + "/Type is required");
    }
    return new Resource(
        id,
        type,
        section(definition, "Properties"),
        section(definition, "Metadata"),
        String.valueOf(definition.getOrDefault("Condition", "")));
  }

  private static List<String> dependsOn(Map<String, Object> definition) {
    return switch (definition.getOrDefault("DependsOn", List.of())) {
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Object single -> List.of(String.valueOf(single));
    };
  }

  private static Map<String, Object> section(Map<String, Object> tree, String name) {
    var value = tree.getOrDefault(name, Map.of());
    if (!(value instanceof Map<?, ?> map)) {
      throw new TemplateException(name + " must be a mapping, was " + value);
    }
    var result = new LinkedHashMap<String, Object>();
    map.forEach((key, item) -> result.put(String.valueOf(key), item));
    return result;
  }

  private static void refuseOthers(Map<String, Object> tree, Set<String> known, String what) {
    for (var name : tree.keySet()) {
      if (!known.contains(name)) {
        throw new TemplateException(what + name + " is not supported by the local stack");
      }
    }
  }
}
