package dev.millrace.local.rules;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page of rules, as Markdown.
final class RulesTable {

  /// How to make the page anew, from the root of the repository.
  static final String COMMAND =
      "mvn -q -pl local -am test -Dtest=RulesTableTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dmillrace.rules.write=true";

  /// Where test sources are, from the root of the repository.
  static final String SOURCES = "local/src/test/java/";

  private static final String LINE_BREAK = "<br>";

  private final Proofs proofs;

  RulesTable(Proofs proofs) {
    this.proofs = proofs;
  }

  String markdown() {
    return introduction()
        + grades()
        + Stream.of(Section.values()).map(this::section).collect(Collectors.joining())
        + "\n"
        + definitions();
  }

  private static String introduction() {
    return """
    # How event source mappings behave

    Event source mappings are the part of Lambda that reads streams and calls functions. These are the
    rules that Millrace's engine keeps, how we know each of them, and the tests that fail if it is broken.
    A rule that only `OracleTest` proves has no example of its own: there the engine is compared with a
    second, plain model of the rules over thousands of random schedules. What differs from AWS on purpose
    is collected in [deviations.md](deviations.md).

    This page is made from the tests; the build fails if it is stale. To make it anew:

        %s

    """
        .formatted(COMMAND);
  }

  private static String grades() {
    var counts = new EnumMap<Grade, Integer>(Grade.class);
    for (var rule : Rule.values()) {
      counts.merge(rule.evidence().grade(), 1, Integer::sum);
    }
    return Stream.of(Grade.values())
        .map(grade ->
            row(
                "**" + grade.text() + "**",
                grade.meaning(),
                counts.getOrDefault(grade, 0).toString()))
        .collect(
            Collectors.joining("", row("Grade", "How we know", "Rules") + "|---|---|--:|\n", ""));
  }

  private String section(Section section) {
    return rules(section)
        .map(rule ->
            row(rule.sentence(), rule.evidence().text() + LINE_BREAK + proofs(proofs.of(rule))))
        .collect(
            Collectors.joining(
                "",
                "\n## %s\n\n".formatted(section.title())
                    + row("Rule", "How we know, and what proves it")
                    + "|---|---|\n",
                ""));
  }

  private static Stream<Rule> rules(Section section) {
    return Stream.of(Rule.values()).filter(rule -> rule.section() == section);
  }

  private static String proofs(Collection<Method> methods) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (var method : methods) {
      names.merge(
          title(method),
          List.of("`" + method.getName() + "`"),
          (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }
    return names.entrySet().stream()
        .map(entry -> "[%s] %s".formatted(entry.getKey(), String.join(", ", entry.getValue())))
        .collect(Collectors.joining(LINE_BREAK));
  }

  private static String title(Method method) {
    return Proofs.outermost(method.getDeclaringClass()).getSimpleName();
  }

  private static String row(String... cells) {
    return Stream.of(cells)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /// What the links of the page lead to: sources, then tests.
  private String definitions() {
    var sources =
        Stream.of(Rule.values())
            .flatMap(rule -> rule.evidence().sources())
            .distinct()
            .sorted()
            .map(Source::definition);
    return Stream.concat(sources, tests()).collect(Collectors.joining("\n", "", "\n"));
  }

  private Stream<String> tests() {
    var files = new TreeMap<String, String>();
    for (var method : proofs.all()) {
      var file = file(method);
      var before = files.put(title(method), file);
      if (before != null && !before.equals(file)) {
        throw new IllegalStateException("two tests of one name: " + before + " and " + file);
      }
    }
    return files.entrySet().stream()
        .map(entry -> "[%s]: ../%s".formatted(entry.getKey(), entry.getValue()));
  }

  /// A test's source, from the root of the repository.
  static String file(Method method) {
    var type = Proofs.outermost(method.getDeclaringClass()).getName();
    return SOURCES + type.replace('.', '/') + ".java";
  }
}
