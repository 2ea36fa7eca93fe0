package dev.millrace.local.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSearchNodeTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aBuildThatIsNotThereIsNamedWithTheWayToMakeIt() {
    var build = new OpenSearchBuild(folder);

    assertThatThrownBy(() -> OpenSearchNode.start(build, folder))
        .isInstanceOf(OpenSearchException.class)
        .hasMessage(
            "OpenSearch is not built: there is no %s; run: mvn -pl opensearch package -DskipTests",
            folder.resolve("lib"));
  }

  @Test
  void aNodeThatEndsAtOnceIsToldWithTheEndOfItsLog() throws IOException {
    Files.createDirectories(folder.resolve("lib"));
    Files.createDirectories(folder.resolve("classes"));
    var build = new OpenSearchBuild(folder);

    assertThatThrownBy(() -> OpenSearchNode.start(build, folder))
        .isInstanceOf(OpenSearchException.class)
        .hasMessageStartingWith("OpenSearch ended before it was ready: ")
        .hasMessageContaining("ClassNotFoundException: dev.millrace.opensearch.Main");
  }

  @Test
  void aNameThatNoDomainCanHaveIsRefused() {
    try (var domains = new OpenSearchDomains(Optional.empty(), "us-east-1", "000000000000")) {
      assertThatThrownBy(() -> domains.create("Logs"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a domain's name must have 3 to 28 lower-case letters, digits and hyphens, and begin"
                  + " with a letter, was Logs");
    }
  }

  @Test
  void withoutADomainNothingRuns() {
    try (var domains =
        new OpenSearchDomains(Optional.of(folder.resolve("data")), "us-east-1", "000000000000")) {
      assertThat(domains.endpoint("arn:aws:es:us-east-1:000000000000:domain/logs")).isEmpty();
      assertThat(domains.endpoint()).isEmpty();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
