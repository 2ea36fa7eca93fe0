package dev.millrace.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/// Template text (YAML, or JSON as its subset) to plain maps, lists and scalars.
///
/// Short forms become long ones: `!Ref x` is `{"Ref": "x"}`, `!Sub x` is `{"Fn::Sub": "x"}`.
/// Deviates from AWS: scalars follow YAML 1.2, so a plain `yes` is text where CloudFormation's YAML
/// 1.1 reads true.
final class TemplateYaml {

  private static final List<String> FUNCTIONS =
      List.of(
          "And",
          "Base64",
          "Cidr",
          "Contains",
          "EachMemberEquals",
          "EachMemberIn",
          "Equals",
          "FindInMap",
          "GetAtt",
          "GetAZs",
          "If",
          "ImportValue",
          "Join",
          "Length",
          "Not",
          "Or",
          "Select",
          "Split",
          "Sub",
          "ToJsonString",
          "Transform");

  private TemplateYaml() {}

  /// Reads a template file.
  ///
  /// @throws TemplateException if it is missing, not YAML, or not a mapping
  static Map<String, Object> read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new TemplateException("template " + file + " cannot be read: " + e, e);
    }
  }

  /// Parses a template's text; `name` is for messages.
  static Map<String, Object> parse(String text, String name) {
    var json = text.stripLeading().startsWith("{") ? json(text) : Optional.<Map<?, ?>>empty();
    return stringKeys(json.orElseGet(() -> yaml(text, name)), name);
  }

  private static Map<?, ?> yaml(String text, String name) {
    var settings = LoadSettings.builder().setLabel(name).build();
    try {
      var tree = new Load(settings, new Constructor(settings)).loadFromString(text);
      if (tree instanceof Map<?, ?> map) {
        return map;
      }
      throw new TemplateException("template " + name + " must be a mapping of sections");
    } catch (YamlEngineException e) {
      throw new TemplateException("template " + name + " is not valid YAML: " + e.getMessage(), e);
    }
  }

  /// YAML in braces is not always JSON, and JSON not always YAML: it may be indented with tabs.
  private static Optional<Map<?, ?>> json(String text) {
    try {
      var mapper =
          JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
      return Optional.of(mapper.readValue(text, Map.class));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> stringKeys(Map<?, ?> map, String name) {
    var result = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> result.put(String.valueOf(key), plain(value, name + "/" + key)));
    return result;
  }

  private static Object plain(@Nullable Object value, String path) {
    return switch (value) {
      case null -> throw new TemplateException(path + " must have a value, was empty");
      case Map<?, ?> map -> stringKeys(map, path);
      case List<?> list -> {
        var items = new ArrayList<Object>();
        for (var item : list) {
          items.add(plain(item, path + "/" + items.size()));
        }
        yield items;
      }
      default -> value;
    };
  }

  private static final class Constructor extends StandardConstructor {

    Constructor(LoadSettings settings) {
      super(settings);
      tagConstructors.put(new Tag("!Ref"), shortForm("Ref"));
      tagConstructors.put(new Tag("!Condition"), shortForm("Condition"));
      for (var function : FUNCTIONS) {
        tagConstructors.put(new Tag("!" + function), shortForm("Fn::" + function));
      }
    }

    private ConstructNode shortForm(String name) {
      return node -> Map.of(name, argument(name, node));
    }

    private Object argument(String name, Node node) {
      return switch (node) {
        case ScalarNode scalar when name.equals("Fn::GetAtt") ->
            List.of((Object[]) scalar.getValue().split("\\.", 2));
        case ScalarNode scalar -> scalar.getValue();
        case SequenceNode sequence -> constructSequence(sequence);
        case MappingNode mapping -> constructMapping(mapping);
        default -> throw new TemplateException("unexpected YAML node in " + name);
      };
    }
  }
}
