package dev.millrace.cli.check;

import java.util.List;

/// All that is checked of one pipeline.
///
/// @param differences the first things that differ, one per line
public record Section(String title, List<Check> checks, List<String> differences) {

  public Section {
    checks = List.copyOf(checks);
    differences = List.copyOf(differences);
  }

  /// How many checks do not agree.
  public long differing() {
    return checks.stream().filter(check -> !check.agrees()).count();
  }
}
