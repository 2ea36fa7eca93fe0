package dev.millrace.pipelines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `template.yaml` as it is written: functions such as `!Ref x` are objects, `{"Ref": "x"}`.
record DeployedTemplate(JsonNode tree) {

  /// A resource as it is written.
  record Resource(String logicalId, JsonNode written) {

    String type() {
      return written.path("Type").asString("");
    }

    /// A property by its path, such as `StreamEncryption/KeyId`; a missing node if it is not there.
    JsonNode property(String path) {
      return written.at("/Properties/" + path);
    }

    /// An attribute such as `DeletionPolicy`; empty if it is not there.
    String attribute(String name) {
      return written.path(name).asString("");
    }

    @Override
    public String toString() {
      return logicalId + " (" + type() + ")";
    }
  }

  static DeployedTemplate read() throws IOException {
    var settings = LoadSettings.builder().build();
    var text = Files.readString(Path.of("..", "template.yaml"));
    var tree = new Load(settings, new Tags(settings)).loadFromString(text);
    return new DeployedTemplate(JsonMapper.shared().valueToTree(tree));
  }

  Resource resource(String logicalId) {
    return new Resource(logicalId, tree.path("Resources").path(logicalId));
  }

  Stream<Resource> resources() {
    return tree.path("Resources")
        .propertyStream()
        .map(entry -> new Resource(entry.getKey(), entry.getValue()));
  }

  Stream<Resource> ofType(String type) {
    return resources().filter(each -> each.type().equals(type));
  }

  private static final class Tags extends StandardConstructor {

    Tags(LoadSettings settings) {
      super(settings);
      for (var name : List.of("Ref", "GetAtt", "Sub", "If", "Equals", "Not", "Condition")) {
        tagConstructors.put(new Tag("!" + name), function(name));
      }
    }

    private ConstructNode function(String name) {
      return node -> Map.of(name, argument(node));
    }

    private Object argument(Node node) {
      return switch (node) {
        case ScalarNode scalar -> scalar.getValue();
        case SequenceNode sequence -> constructSequence(sequence);
        case MappingNode mapping -> constructMapping(mapping);
        default -> throw new IllegalArgumentException("no argument: " + node);
      };
    }
  }
}
