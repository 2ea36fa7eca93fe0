package dev.millrace.cli;

import dev.millrace.local.stack.Gaps;
import dev.millrace.local.stack.SamConfig;
import dev.millrace.local.stack.TemplateException;
import dev.millrace.local.stack.TemplateParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which template is run, and what is different from how it is written.
final class TemplateMixin {

  @Option(
      names = {"-t", "--template"},
      paramLabel = "FILE",
      description =
          "The SAM or CloudFormation template to run (default: template_file of samconfig.toml,"
              + " template.yaml, .yml or .json here, else Millrace's own).")
  private @Nullable Path template;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description =
          "A value for a parameter of the template, instead of the one in samconfig.toml; may be"
              + " repeated.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description =
          "Where template_file and parameter_overrides of sam deploy are (default: samconfig.toml or"
              + " .yaml next to the template).")
  private @Nullable Path configFile;

  @Option(
      names = "--config-env",
      paramLabel = "NAME",
      description = "The environment of that file (default: ${DEFAULT-VALUE}).")
  private String configEnv = SamConfig.DEFAULT_ENVIRONMENT;

  @Option(
      names = "--skip",
      paramLabel = "ID[.EVENT]",
      description =
          "Leaves a resource out, or an event of a function, by logical id; may be repeated.")
  private List<String> skip = new ArrayList<>();

  @Option(
      names = "--import",
      paramLabel = "NAME=VALUE",
      description =
          "A value for Fn::ImportValue, or for a dynamic reference by what stands between its"
              + " braces; may be repeated.")
  private Map<String, String> imports = new LinkedHashMap<>();

  @Option(
      names = "--code",
      paramLabel = "ID=PATH",
      description =
          "Where the code of a function or layer is whose template names S3, by logical id; may be"
              + " repeated.")
  private Map<String, Path> code = new LinkedHashMap<>();

  /// What was chosen.
  ///
  /// @param file the template
  /// @param parameters of the command line and of the project's settings
  record Chosen(Path file, Map<String, String> parameters, Gaps gaps) {

    /// The parameters, with what switches extras on if the template has that.
    ///
    /// @throws UsageException if the file is no template
    Map<String, String> with(Set<Extra> extras) {
      var all = new LinkedHashMap<>(parameters);
      try {
        for (var extra : extras) {
          if (TemplateParameters.names(file).containsAll(extra.parameters().keySet())) {
            all.putAll(extra.parameters());
          }
        }
        return all;
      } catch (TemplateException e) {
        throw new UsageException("--template: " + e.getMessage());
      }
    }
  }

  /// @param home where Millrace lies, null if the launcher did not say
  static Path defaultTemplate(@Nullable String home) {
    return Stream.of("template.yaml", "template.yml", "template.json")
        .map(Path::of)
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> Path.of(home == null ? "" : home).resolve("template.yaml"));
  }

  /// @throws UsageException if an option cannot be
  Chosen chosen() {
    var config = config();
    var file =
        template != null
            ? template
            : config
                .template()
                .map(Path::of)
                .orElseGet(() -> defaultTemplate(System.getProperty("millrace.home")));
    if (Files.isDirectory(file)) {
      throw new UsageException("--template: " + file + " is a directory, must be a file");
    }
    if (!Files.isReadable(file)) {
      throw new UsageException("--template: " + file + ": no such file, or it may not be read");
    }
    var values = new LinkedHashMap<>(config.parameters());
    values.putAll(parameters);
    return new Chosen(file, values, new Gaps(Set.copyOf(skip), imports, code));
  }

  private SamConfig config() {
    if (configFile != null && !Files.isReadable(configFile)) {
      throw new UsageException("--config-file: " + configFile + ": no such file");
    }
    var file = configFile == null ? SamConfig.find(folder()).orElse(null) : configFile;
    if (file == null) {
      if (!configEnv.equals(SamConfig.DEFAULT_ENVIRONMENT)) {
        throw new UsageException("--config-env " + configEnv + " needs a samconfig.toml");
      }
      return SamConfig.NONE;
    }
    try {
      return SamConfig.read(file, configEnv);
    } catch (TemplateException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /// As SAM looks for it: next to the template that is named, else here.
  private Path folder() {
    var here = Path.of("");
    return template == null ? here : Objects.requireNonNullElse(template.getParent(), here);
  }
}
