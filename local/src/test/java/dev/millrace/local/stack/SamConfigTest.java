package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamConfigTest {

  @TempDir private Path folder = Path.of("");

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void deployHasPrecedenceOverGlobal() throws IOException {
    var file =
        write(
            "samconfig.toml",
            """
            version = 0.1
            [default.global.parameters]
            stack_name = "shop"
            template_file = "global.yaml"
            parameter_overrides = "Stage=global"
            [default.deploy.parameters]
            capabilities = "CAPABILITY_IAM"
            confirm_changeset = true
            parameter_overrides = 'Stage=test Title="a b" Note=it\\ is ParameterKey=Size,ParameterValue=3'
            [live.deploy.parameters]
            parameter_overrides = ["Stage=live", "Title=a b", "Filter=a=b"]
            """);

    assertThat(SamConfig.find(folder)).contains(file);
    assertThat(SamConfig.read(file, "default").template()).contains("global.yaml");
    assertThat(SamConfig.read(file, "default").parameters())
        .isEqualTo(Map.of("Stage", "test", "Title", "a b", "Note", "it is", "Size", "3"));
    assertThat(SamConfig.read(file, "live").template()).isEmpty();
    assertThat(SamConfig.read(file, "live").parameters())
        .isEqualTo(Map.of("Stage", "live", "Title", "a b", "Filter", "a=b"));
  }

  @Test
  void yamlSaysTheSame() throws IOException {
    var file =
        write(
            "samconfig.yaml",
            """
            version: 0.1
            default:
              deploy:
                parameters:
                  template_file: app.yaml
                  parameter_overrides: {Stage: test, Size: 3}
            """);

    assertThat(SamConfig.find(folder)).contains(file);
    assertThat(SamConfig.read(file, "default").template()).contains("app.yaml");
    assertThat(SamConfig.read(file, "default").parameters())
        .isEqualTo(Map.of("Stage", "test", "Size", "3"));
  }

  @Test
  void aFolderWithoutFileHasNone() {
    assertThat(SamConfig.find(folder)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          version = 0.1 ~ live ~ samconfig.toml must have the environment live, has [version]
          default.deploy.parameters.parameter_overrides = "file://p.json" ~ default ~ samconfig.toml: parameter_overrides must be pairs such as Name=Value, was file://p.json
          default = 1 ~ default ~ default must be a mapping, was 1
          version = ~ default ~ samconfig.toml cannot be read
          """)
  void whatCannotBeReadIsRefused(String text, String environment, String message)
      throws IOException {
    var file = write("samconfig.toml", text);

    assertThatThrownBy(() -> SamConfig.read(file, environment))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(message.strip());
  }
}
