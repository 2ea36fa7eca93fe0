package dev.millrace.local.iam;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// AWS's own managed policies, those that stream pipelines use.
public final class ManagedPolicies {

  private static final JsonNode BY_NAME =
      JsonMapper.shared()
          .readTree(ManagedPolicies.class.getResourceAsStream("managed-policies.json"));

  private ManagedPolicies() {}

  /// A policy by its name or its ARN; empty if it is not known here.
  ///
  /// @param nameOrArn such as `AWSLambdaRole` or
  ///   `arn:aws:iam::aws:policy/service-role/AWSLambdaRole`
  public static Optional<Policy> find(String nameOrArn) {
    var name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    return BY_NAME.has(name)
        ? Optional.of(Documents.policy(BY_NAME.path(name), name))
        : Optional.empty();
  }

  /// The names of those that are known.
  public static Set<String> names() {
    return Set.copyOf(BY_NAME.propertyNames());
  }
}
