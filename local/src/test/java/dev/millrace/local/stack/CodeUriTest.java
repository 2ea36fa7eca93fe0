package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeUriTest {

  @TempDir private Path folder = Path.of("");

  private Path located(String uri) {
    return CodeUri.locate(folder, "Worker", uri, "CodeUri");
  }

  private void make(String files) throws IOException {
    for (var file : files.split(" ", -1)) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.createFile(folder.resolve(file));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "m/A.class, m, m",
    "m/code.jar, m/code.jar, m/code.jar",
    "m/pom.xml m/target/function/lib/a.jar m/target/m.jar, m, m/target/function",
    "m/pom.xml m/target/m-1.jar m/target/original-m-1.jar m/target/m-1-sources.jar, m, m/target/m-1.jar",
    "m/pom.xml m/target/m-1.jar m/target/m-1-aws.jar, m, m/target/m-1-aws.jar",
    "m/pom.xml m/target/m.jar .aws-sam/build/Worker/A.class, m, .aws-sam/build/Worker",
    "m/build.gradle m/build/distributions/m.zip m/build/libs/m.jar, m, m/build/distributions/m.zip",
    "m/build.gradle.kts m/build/libs/m.jar m/build/libs/m-plain.jar, m, m/build/libs/m.jar"
  })
  void codeIsFoundWhereItWasBuilt(String files, String uri, String found) throws IOException {
    make(files);

    assertThat(located(uri)).isEqualTo(folder.resolve(found));
  }

  @Test
  void aModuleThatIsNotBuiltIsNamedWithWhatToDo() throws IOException {
    make("m/pom.xml m/target/classes/A.class");

    assertThatThrownBy(() -> located("m"))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "CodeUri names the module %s, which is not built; run mvn package -DskipTests or sam build",
            folder.resolve("m"));
  }

  @Test
  void aModuleWithSeveralArchivesIsAskedForOne() throws IOException {
    make("m/pom.xml m/target/a.jar m/target/b.jar");

    assertThatThrownBy(() -> located("m"))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "CodeUri names a module with more than one archive, name one of them: [%s, %s]",
            folder.resolve("m/target/a.jar"), folder.resolve("m/target/b.jar"));
  }

  @Test
  void codeThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> located("nowhere"))
        .isInstanceOf(TemplateException.class)
        .hasMessage("CodeUri names %s, which does not exist", folder.resolve("nowhere"));
  }
}
