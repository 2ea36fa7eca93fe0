package dev.millrace.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/// What is published says what it is, and belongs together.
class PublishedModulesTest {

  private static final Element BOM = Modules.pom(Repository.ROOT.resolve("bom"));

  static Stream<String> published() {
    return Modules.poms().entrySet().stream()
        .filter(module -> !isKept(module.getValue()))
        .map(Map.Entry::getKey);
  }

  /// Whether a module is for this build alone.
  private static boolean isKept(Element pom) {
    return Modules.children(pom).stream()
        .filter(child -> child.getTagName().equals("properties"))
        .anyMatch(properties -> Modules.text(properties, "maven.deploy.skip").equals("true"));
  }

  @ParameterizedTest
  @MethodSource("published")
  void aModuleHasANameAndADescription(String module) {
    var pom = Modules.pom(Repository.ROOT.resolve(module));

    assertThat(Modules.text(pom, "name")).startsWith("Millrace ");
    assertThat(Modules.text(pom, "description")).endsWith(".");
  }

  @Test
  void whatIsForTestsAndMeasuringIsKept() {
    assertThat(published())
        .doesNotContain("pipeline-tests", "client-tests", "browser-tests", "benchmarks")
        .allMatch(module -> !module.contains("/"));
  }

  @Test
  void theBillOfMaterialsListsWhatIsPublished() {
    var artifacts =
        published()
            .filter(module -> !module.equals("bom"))
            .map(module -> Modules.pom(Repository.ROOT.resolve(module)))
            .map(pom -> Modules.text(pom, "artifactId"))
            .toList();

    assertThat(Modules.uses(BOM).stream().map(Modules.Use::artifact))
        .containsExactlyInAnyOrderElementsOf(artifacts);
  }
}
