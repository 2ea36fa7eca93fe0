package dev.millrace.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pages name what is there.
class DocumentsTest {

  private static final Pattern SETTING =
      Pattern.compile(
          "env\\s*\\.(?:required|optional|integer|flag|duration|choice)\\(\\s*\"([A-Z_]+)\"");

  static Stream<Path> pages() {
    return Repository.files(Repository.ROOT, ".md").stream();
  }

  static Stream<String> modules() {
    return Modules.poms().keySet().stream().filter(module -> !module.contains("/"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) {
    var dead = new ArrayList<String>();
    for (var link : Page.of(Repository.read(page)).links()) {
      if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
        dead.add(link);
      }
    }
    assertThat(dead).as("links of %s that lead nowhere", page).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String link) {
    var parts = link.split("#", 2);
    var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target)
        && (parts.length == 1
            || !target.toString().endsWith(".md")
            || Page.of(Repository.read(target)).anchors().contains(parts[1]));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleSaysWhatItIsFor(String module) {
    assertThat(Repository.ROOT.resolve(module).resolve("README.md")).isRegularFile();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void typesInTablesAreThere(String module) {
    var folder = Repository.ROOT.resolve(module).resolve("src");
    var page = readme(module);
    for (var type : page.named("public type")) {
      var declaration =
          Pattern.compile("public .*(class|record|interface|enum|@interface) " + type + "\\b");
      assertThat(Repository.files(folder, "/" + type + ".java"))
          .as("public type %s of %s", type, module)
          .anyMatch(file -> declaration.matcher(Repository.read(file)).find());
    }
    for (var test : page.named("test")) {
      assertThat(Repository.files(folder, "/" + test + ".java"))
          .as("test %s of %s", test, module)
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void settingsInTablesAreThoseThatAreRead(String module) {
    var told = readme(module).named("variable");
    if (told.isEmpty()) {
      return;
    }
    var code = code(module);
    var shared = code("common") + code("common-aws");

    assertThat(told).allMatch(variable -> isNamed(variable, code) || isNamed(variable, shared));
    assertThat(told).containsAll(SETTING.matcher(code).results().map(m -> m.group(1)).toList());
  }

  private static boolean isNamed(String variable, String code) {
    return Pattern.compile("\\b" + variable + "\\b").matcher(code).find();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void packagesInTablesAreAllThatThereAre(String module) {
    var told = readme(module).named("package");
    if (told.isEmpty()) {
      return;
    }
    var root = Repository.ROOT.resolve(module).resolve("src/main/java/dev/millrace/" + module);
    var there = new TreeSet<String>();
    for (var file : Repository.files(root, ".java")) {
      there.add(root.relativize(file.getParent()).toString().replace('/', '.'));
    }
    there.remove("");
    assertThat(told).containsExactlyInAnyOrderElementsOf(there);
  }

  @Test
  void classesOnTheWayOfARecordAreThere() {
    var page = Repository.read(Repository.ROOT.resolve("docs/architecture.md"));
    var named =
        Pattern.compile("`([A-Z][A-Za-z0-9]*)`").matcher(page).results().map(m -> m.group(1));
    var there =
        Repository.files(Repository.ROOT, ".java").stream()
            .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
            .collect(Collectors.toSet());

    assertThat(named).isNotEmpty().isSubsetOf(there);
  }

  @Test
  void operatorsAreToldOfEveryAlarm() {
    var alarms =
        Pattern.compile("\\n  (\\w+):\\n    Type: AWS::CloudWatch::Alarm\\n")
            .matcher(Repository.read(Repository.ROOT.resolve("template.yaml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    var page = Page.of(Repository.read(Repository.ROOT.resolve("docs/operations.md")));

    assertThat(page.named("alarm")).containsExactlyInAnyOrderElementsOf(alarms);
  }

  @Test
  void everyResourceTypeThatAStackKnowsIsTold() {
    var stack = Repository.ROOT.resolve("local/src/main/java/dev/millrace/local/stack");
    var types =
        Stream.of("ResourceTypes.java", "InNameOnly.java")
            .map(file -> Repository.read(stack.resolve(file)))
            .flatMap(code -> Pattern.compile("\"(AWS::[A-Za-z0-9:]+)\"").matcher(code).results())
            .map(found -> found.group(1))
            .toList();
    var page = Repository.read(Repository.ROOT.resolve("docs/templates.md"));

    assertThat(types).isNotEmpty().allMatch(type -> page.contains("`" + type + "`"));
  }

  private static Page readme(String module) {
    return Page.of(Repository.read(Repository.ROOT.resolve(module).resolve("README.md")));
  }

  private static String code(String module) {
    var main = Repository.ROOT.resolve(module).resolve("src/main/java");
    return String.join(
        "\n", Repository.files(main, ".java").stream().map(Repository::read).toList());
  }

  // ---- the check bites

  @Test
  void anchorsAreThoseOfGitHub() {
    var page =
        Page.of(
            "# One, two `three`\n## [A link](x.md)\n```\n# no heading\n```\n# One, two three\n");

    assertThat(page.anchors())
        .containsExactlyInAnyOrder("one-two-three", "a-link", "one-two-three-1");
  }

  @Test
  void linksInCodeAreNone() {
    var page =
        Page.of("[a\nb](x.md) `[no](y.md)` [`c`](z.md#d)\n```\n[no](w.md)\n```\n[e]: v.md\n");

    assertThat(page.links()).isEqualTo(List.of("x.md", "z.md#d", "v.md"));
  }

  @Test
  void namesAreReadFromTheFirstColumnOfTheirTable() {
    var page =
        Page.of("| test | holds |\n|---|---|\n| `A`, `B` | `C` |\n\n| other |\n|---|\n| `D` |\n");

    assertThat(page.named("test")).containsExactly("A", "B");
  }
}
