package dev.millrace.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A SAM or CloudFormation template, as far as it can be understood before anything is created:
/// parameters have their values, macros are written out, conditions are decided.
///
/// @param names values of parameters and pseudo parameters
/// @param mappings lookup tables by name
/// @param conditions condition expressions by name
/// @param resources those to create, each after everything it refers to
/// @param outputs those to compute, by name
/// @param absent why other resources are left out, by logical id
record Template(
    Map<String, Object> names,
    Map<String, Object> mappings,
    Map<String, Object> conditions,
    List<Resource> resources,
    Map<String, Object> outputs,
    Map<String, String> absent) {

  /// One resource as it is written, with what SAM's `Globals` add.
  ///
  /// @param logicalId its name in the template
  /// @param type such as `AWS::SQS::Queue`
  /// @param properties unresolved
  record Resource(String logicalId, String type, Map<String, Object> properties) {}

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
          "Rules",
          "Resources",
          "Outputs");

  /// Reads a template file.
  ///
  /// @throws TemplateException if it is not a template this stack can run
  static Template read(StackOptions options) {
    return of(TemplateYaml.read(options.template()), options);
  }

  /// Understands a parsed template.
  static Template of(Map<String, Object> written, StackOptions options) {
    var transforms = Transforms.of(written);
    var names = PseudoParameters.of(options.stackName());
    names.putAll(TemplateParameters.values(section(written, "Parameters"), options.parameters()));
    var early = resolver(names, written, options.gaps());
    var macros = new Macros(folder(options.template()), early, transforms.extended());
    var tree = transforms.include(macros, macros.expand(written, ""));
    refuseOthers(tree, SECTIONS, "template section ");
    return new Reader(tree, names, options.gaps()).template();
  }

  /// The folder that relative paths of a template start from.
  static Path folder(Path template) {
    return Objects.requireNonNullElse(template.toAbsolutePath().getParent(), Path.of("/"));
  }

  /// What resolves the template's values.
  ///
  /// @param resources what is created so far, by logical id
  Resolver resolver(Map<String, Resolver.Physical> resources, Gaps gaps) {
    return new Resolver(
        new Resolver.Scope(names, mappings, conditions, resources, absent, gaps.imports()));
  }

  private static Resolver resolver(Map<String, Object> names, Map<String, Object> tree, Gaps gaps) {
    return new Resolver(
        new Resolver.Scope(
            names,
            section(tree, "Mappings"),
            section(tree, "Conditions"),
            Map.of(),
            Map.of(),
            gaps.imports()));
  }

  static Map<String, Object> section(Map<?, ?> tree, String name) {
    var value = tree.containsKey(name) ? tree.get(name) : Map.of();
    if (!(value instanceof Map<?, ?> map)) {
      throw new TemplateException(name + " must be a mapping, was " + value);
    }
    var result = new LinkedHashMap<String, Object>();
    map.forEach((key, item) -> result.put(String.valueOf(key), item));
    return result;
  }

  static void refuseOthers(Map<String, Object> tree, Set<String> known, String what) {
    for (var name : tree.keySet()) {
      if (!known.contains(name)) {
        throw new TemplateException(what + name + " is not supported by the local stack");
      }
    }
  }

  /// Decides what of a template comes to be.
  private static final class Reader {

    private final Map<String, Object> tree;
    private final Map<String, Object> names;
    private final ConditionFunctions conditions;
    private final Skips skips;

    Reader(Map<String, Object> tree, Map<String, Object> names, Gaps gaps) {
      this.tree = tree;
      this.names = names;
      this.conditions = resolver(names, tree, gaps).conditions();
      this.skips = new Skips(gaps.skip());
    }

    Template template() {
      checkRules();
      var written = skips.apply(section(tree, "Resources"));
      if (written.isEmpty()) {
        throw new TemplateException("a template must have Resources");
      }
      var definitions = Globals.applied(section(tree, "Globals"), written);
      definitions.replaceAll((id, definition) -> withoutDeployment(section(definitions, id)));
      var resources = new ArrayList<Resource>();
      var absent = new LinkedHashMap<>(skips.reasons());
      for (var id : ResourceOrder.of(definitions)) {
        var definition = section(definitions, id);
        if (holds(definition, "Resources/" + id)) {
          resources.add(resource(id, definition));
        } else {
          absent.put(
              id,
              "is left out, for the condition " + definition.get("Condition") + " does not hold");
        }
      }
      return new Template(
          names,
          section(tree, "Mappings"),
          section(tree, "Conditions"),
          resources,
          outputs(),
          absent);
    }

    /// Nothing is deployed gradually here. SAM makes resources of their own of a function's
    /// `DeploymentPreference`, so that its alarms may watch the function.
    private static Map<String, Object> withoutDeployment(Map<String, Object> definition) {
      if ("AWS::Serverless::Function".equals(definition.get("Type"))) {
        var properties = section(definition, "Properties");
        properties.remove("DeploymentPreference");
        definition.put("Properties", properties);
      }
      return definition;
    }

    private void checkRules() {
      section(tree, "Rules").forEach((name, rule) -> Rules.check(name, rule, conditions));
    }

    private Map<String, Object> outputs() {
      var outputs = section(tree, "Outputs");
      outputs
          .entrySet()
          .removeIf(output ->
              skips.concern(output.getValue())
                  || !holds(output.getValue(), "Outputs/" + output.getKey()));
      return outputs;
    }

    private boolean holds(Object definition, String path) {
      var condition = definition instanceof Map<?, ?> map ? map.get("Condition") : null;
      return condition == null || conditions.holds(String.valueOf(condition), path);
    }

    private static Resource resource(String id, Map<String, Object> definition) {
      if (!(definition.get("Type") instanceof String type)) {
        throw new TemplateException("Resources/" + id + "/Type is required");
      }
      return new Resource(id, type, section(definition, "Properties"));
    }
  }
}
