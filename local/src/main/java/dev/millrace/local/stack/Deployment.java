package dev.millrace.local.stack;

import dev.millrace.local.cognito.CognitoServer;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.mapping.MappingConfig;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.sns.SnsClient;

/// What resources ask of the stack beyond calling an AWS API.
interface Deployment {

  /// The folder that relative paths of the template start from.
  Path templateFolder();

  /// What the data directory holds of the template's resources.
  default Holdings holdings() {
    return Holdings.of(Optional.empty());
  }

  /// Where topics are made.
  SnsClient sns();

  /// Where identity pools are made.
  CognitoServer identityPools();

  /// Makes a bucket.
  void createBucket(String name);

  /// Makes a function callable.
  ///
  /// @param role its execution role
  void createFunction(FunctionConfig function, String role);

  /// Remembers a mapping; mappings start when every resource is there.
  ///
  /// @param enabled whether it reads
  void createMapping(MappingConfig mapping, boolean enabled);
}
