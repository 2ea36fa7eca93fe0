package dev.millrace.local.stack;

import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.mapping.MappingConfig;
import java.nio.file.Path;
import java.util.Optional;

/// What resources ask of the stack beyond calling an AWS API.
interface Deployment {

  /// The folder that relative paths of the template start from.
  Path templateFolder();

  /// What the data directory holds of the template's resources.
  default Holdings holdings() {
    return Holdings.of(Optional.empty());
  }

  /// Makes a bucket.
  void createBucket(String name);

  /// Makes an OpenSearch domain, and starts OpenSearch for the first.
  DomainResource.Domain createDomain(String name);

  /// Makes a function callable.
  ///
  /// @param role its execution role
  void createFunction(FunctionConfig function, String role);

  /// Remembers a mapping; mappings start when every resource is there.
  ///
  /// @param enabled whether it reads
  void createMapping(MappingConfig mapping, boolean enabled);
}
