package dev.millrace.local.rules;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a rule comes from.
///
/// @param findings the strongest first, at least one
record Evidence(List<Finding> findings) {

  /// @param sources public pages; none if nobody says anything
  record Finding(Grade grade, List<Source> sources) {

    private String text() {
      var name = "*" + grade.text() + "*";
      return sources.isEmpty()
          ? name
          : sources.stream().map(Source::link).collect(Collectors.joining(", ", name + " (", ")"));
    }
  }

  static Evidence documented(Source... sources) {
    return of(Grade.DOCUMENTED, sources);
  }

  static Evidence observed(Source... sources) {
    return of(Grade.OBSERVED, sources);
  }

  static Evidence inferred(Source... sources) {
    return of(Grade.INFERRED, sources);
  }

  static Evidence open(Source... sources) {
    return of(Grade.OPEN, sources);
  }

  private static Evidence of(Grade grade, Source... sources) {
    return new Evidence(List.of(new Finding(grade, List.of(sources))));
  }

  /// This and more.
  Evidence and(Evidence more) {
    return new Evidence(Stream.concat(findings.stream(), more.findings.stream()).toList());
  }

  /// The grade that counts.
  Grade grade() {
    return findings.getFirst().grade();
  }

  Stream<Source> sources() {
    return findings.stream().flatMap(finding -> finding.sources().stream());
  }

  /// Grades and links.
  String text() {
    return findings.stream().map(Finding::text).collect(Collectors.joining(", "));
  }
}
