package dev.millrace.local.lambda;

import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// What functions sign their calls with.
@FunctionalInterface
public interface FunctionCredentials {

  /// Asked whenever an execution environment starts. The access key id of made-up ones has letters
  /// and digits only.
  ///
  /// @param function its name
  AwsCredentials of(String function);
}
