package dev.millrace.local.iam;

import java.util.List;
import java.util.Set;

/// A policy document of an identity.
public record Policy(List<Statement> statements) {

  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");

  public Policy {
    statements = List.copyOf(statements);
  }

  /// Reads a document.
  ///
  /// @param document maps, lists and texts, as a template resolves them
  /// @param path where it stands, for messages
  /// @throws PolicyException naming the element, the rule and the value
  public static Policy of(Object document, String path) {
    var policy = Element.of(document, path);
    policy.refuseOthers(Set.of("Version", "Id", "Statement"));
    policy
        .text("Version")
        .filter(version -> !VERSIONS.contains(version))
        .ifPresent(version -> {
          throw PolicyException.of(path + "/Version", "must be one of " + VERSIONS, version);
        });
    return new Policy(policy.elements("Statement").stream().map(Statement::of).toList());
  }
}
