package dev.millrace.documents;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pictures of `docs/architecture.md` are what POMs and classes say.
///
/// `-Dmillrace.architecture.write=true` draws them anew.
class ArchitecturePageTest {

  private static final boolean WRITE = Boolean.getBoolean("millrace.architecture.write");
  private static final String LOCAL = "dev.millrace.local.";

  /// What runs of the modules that these tests have on their class path, which is all that has more
  /// than two packages.
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.millrace");

  @Test
  void noPackageUsesItselfByWayOfOthers() {
    assertThat(CLASSES).hasSizeGreaterThan(1_000);
    slices().matching("dev.millrace.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void modulesAreDrawnAsTheirPomsUseThem() throws IOException {
    var poms = Modules.poms();
    // the bill of materials names all and uses none
    poms.remove("bom");
    var folders =
        poms.entrySet().stream()
            .collect(toMap(pom -> Modules.text(pom.getValue(), "artifactId"), pom -> pom.getKey()));
    var main = new Arrows();
    var tests = new Arrows();
    poms.forEach((folder, pom) -> {
      for (var use : Modules.uses(pom)) {
        (use.tests() ? tests : main)
            .add(folder, folders.getOrDefault(use.artifact(), use.artifact()));
      }
    });

    var arrows = new ArrayList<>(main.reduced("-->", new Arrows()));
    arrows.addAll(tests.reduced("-.->", main));
    check("modules", arrows);
  }

  @Test
  void packagesOfLocalAreDrawnAsTheirClassesUseThem() throws IOException {
    var arrows = new Arrows();
    for (var type : CLASSES) {
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        var from = type.getPackageName();
        var to = dependency.getTargetClass().getPackageName();
        if (from.startsWith(LOCAL) && to.startsWith(LOCAL)) {
          arrows.add(top(from), top(to));
        }
      }
    }

    assertThat(arrows.cycle()).isEmpty();
    check("local", arrows.reduced("-->", new Arrows()));
  }

  /// The part of the emulator that a package belongs to.
  private static String top(String packageName) {
    return packageName.substring(LOCAL.length()).split("\\.", 2)[0];
  }

  private static void check(String picture, List<String> arrows) throws IOException {
    var page = Repository.ROOT.resolve("docs/architecture.md");
    var text = Files.readString(page);
    var place = place(picture).matcher(text);
    assertThat(place.find()).as("%s has a place for the picture %s", page, picture).isTrue();
    var expected = "flowchart TD\n" + String.join("\n", arrows) + "\n";
    if (WRITE) {
      var drawn = place.replaceFirst("$1" + Matcher.quoteReplacement(expected) + "$3");
      Files.writeString(page, drawn);
    } else {
      assertThat(place.group(2))
          .as("%s is stale; to draw it anew: make pictures", page)
          .isEqualTo(expected);
    }
  }

  private static Pattern place(String picture) {
    return Pattern.compile(
        "(<!-- %s -->\n```mermaid\n)(.*?)(```\n)".formatted(picture), Pattern.DOTALL);
  }

  // ---- the check bites

  @Test
  void anArrowThatOthersStandForIsNotDrawn() {
    var arrows = new Arrows().add("a", "b").add("b", "c").add("a", "c");

    assertThat(arrows.reduced("-->", new Arrows())).containsExactly("  a --> b", "  b --> c");
    assertThat(arrows.cycle()).isEmpty();
    assertThat(arrows.add("c", "a").cycle()).containsExactly("a", "b", "a");
  }
}
