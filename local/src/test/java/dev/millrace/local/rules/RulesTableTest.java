package dev.millrace.local.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// `docs/event-source-mappings.md` says what the tests say.
///
/// `-Dmillrace.rules.write=true` writes it.
class RulesTableTest {

  private static final boolean WRITE = Boolean.getBoolean("millrace.rules.write");

  private final Proofs proofs = Proofs.in(Proofs.compiledWith(RulesTableTest.class));

  /// The repository, wherever in it the tests are started.
  private static Path repository() {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("docs/deviations.md"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not in the repository: " + Path.of("").toAbsolutePath());
    }
    return folder;
  }

  @Test
  void everyRuleIsProvedByTestsThatRun() {
    assertThat(proofs.problems()).isEmpty();
  }

  @Test
  void everyLinkLeadsToASource() {
    assertThat(proofs.all())
        .allSatisfy(
            method -> assertThat(repository().resolve(RulesTable.file(method))).isRegularFile());
  }

  @Test
  void aRuleIsOneSentence() {
    assertThat(Rule.values())
        .allSatisfy(rule -> assertThat(rule.sentence()).endsWith(".").doesNotContain("\n"))
        .extracting(rule -> rule.section() + " " + rule.sentence())
        .doesNotHaveDuplicates();
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    var page = repository().resolve("docs/event-source-mappings.md");
    var expected = new RulesTable(proofs).markdown();
    if (WRITE) {
      Files.writeString(page, expected);
    }
    var actual = Files.exists(page) ? Files.readString(page) : "";
    assertThat(firstDifference(actual.lines().toList(), expected.lines().toList()))
        .as("%s is stale; to make it anew: %s", page, RulesTable.COMMAND)
        .isEmpty();
  }

  private static String firstDifference(List<String> actual, List<String> expected) {
    for (var i = 0; i < Math.max(actual.size(), expected.size()); i++) {
      var is = i < actual.size() ? actual.get(i) : "nothing";
      var should = i < expected.size() ? expected.get(i) : "nothing";
      if (!is.equals(should)) {
        return "line %d is%n%s%nshould be%n%s".formatted(i + 1, is, should);
      }
    }
    return "";
  }

  // ---- the check bites

  /// Methods that look like proofs. Only the first one is run, and it is one.
  @Nested
  class Samples {

    @Test
    @Proves(Rule.BATCH_SIZE)
    void runs() {
      assertThat(Rule.BATCH_SIZE.section()).isEqualTo(Section.SETTINGS);
    }

    @Disabled("a sample")
    @Test
    @Proves(Rule.BATCHING_WINDOW)
    void isDisabled() {}

    @Proves(Rule.TUMBLING_WINDOW)
    void isNoTest() {}

    @Test
    @Proves({})
    void namesNothing() {}
  }

  @Test
  void whatIsNotRunProvesNothing() {
    var samples = Proofs.in(List.of(Samples.class));
    assertThat(samples.problems())
        .anyMatch(
            problem -> problem.endsWith("isDisabled is annotated with @Proves, but may not run"))
        .anyMatch(problem -> problem.endsWith("isNoTest is annotated with @Proves, but is no test"))
        .anyMatch(problem ->
            problem.endsWith("namesNothing is annotated with @Proves, but names no rule"))
        .contains(
            "no test is annotated with @Proves(Rule.BATCHING_WINDOW)",
            "no test is annotated with @Proves(Rule.TUMBLING_WINDOW)",
            "no test is annotated with @Proves(Rule.MAXIMUM_RECORD_AGE)")
        .doesNotContain("no test is annotated with @Proves(Rule.BATCH_SIZE)")
        .hasSize(3 + Rule.values().length - 1);
  }

  @Test
  void aStaleLineIsShown() {
    assertThat(firstDifference(List.of("a", "b"), List.of("a", "c")))
        .isEqualTo("line 2 is%nb%nshould be%nc".formatted());
    assertThat(firstDifference(List.of("a"), List.of("a", "c"))).contains("line 2 is", "nothing");
    assertThat(firstDifference(List.of("a"), List.of("a"))).isEmpty();
  }
}
