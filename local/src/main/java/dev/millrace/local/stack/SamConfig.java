package dev.millrace.local.stack;

import com.electronwill.nightconfig.core.UnmodifiableConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a project's `samconfig.toml` or `samconfig.yaml` says to `sam deploy` about the template;
/// its other settings are about an account.
///
/// @param parameters `parameter_overrides`, by name
/// @param template `template_file`
public record SamConfig(Map<String, String> parameters, Optional<String> template) {

  /// The environment that is read if none is named.
  public static final String DEFAULT_ENVIRONMENT = "default";

  /// No settings.
  public static final SamConfig NONE = new SamConfig(Map.of(), Optional.empty());

  public SamConfig {
    parameters = Map.copyOf(parameters);
  }

  /// The file in a folder.
  public static Optional<Path> find(Path folder) {
    return Stream.of("samconfig.toml", "samconfig.yaml", "samconfig.yml")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /// Reads `global` and `deploy` of an environment, of which the latter has precedence.
  ///
  /// @throws TemplateException if the file cannot be read, or has no such environment
  public static SamConfig read(Path file, String environment) {
    var tree = file.toString().endsWith(".toml") ? toml(file) : TemplateYaml.read(file);
    if (!tree.containsKey(environment) && !environment.equals(DEFAULT_ENVIRONMENT)) {
      throw new TemplateException(
          file + " must have the environment " + environment + ", has " + tree.keySet());
    }
    var commands = Template.section(tree, environment);
    var settings = parameters(commands, "global");
    settings.putAll(parameters(commands, "deploy"));
    var overrides = settings.getOrDefault("parameter_overrides", Map.of());
    return new SamConfig(
        ParameterOverrides.parse(overrides, file + ": parameter_overrides"),
        Optional.ofNullable(settings.get("template_file")).map(String::valueOf));
  }

  private static Map<String, Object> parameters(Map<String, Object> commands, String command) {
    return Template.section(Template.section(commands, command), "parameters");
  }

  private static Map<String, Object> toml(Path file) {
    try (var reader = Files.newBufferedReader(file)) {
      return plain(new TomlParser().parse(reader));
    } catch (IOException | ParsingException e) {
      throw new TemplateException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> plain(UnmodifiableConfig table) {
    var result = new LinkedHashMap<String, Object>();
    for (var entry : table.entrySet()) {
      Object value = entry.getValue();
      result.put(entry.getKey(), plain(value));
    }
    return result;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case UnmodifiableConfig table -> plain(table);
      case List<?> list -> list.stream().map(SamConfig::plain).toList();
      default -> value;
    };
  }
}
