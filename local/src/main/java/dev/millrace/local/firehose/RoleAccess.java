package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsException;

/// What delivery streams may do in their roles, beyond the calls that their clients sign.
@FunctionalInterface
public interface RoleAccess {

  /// Everything.
  RoleAccess ALL = (_, _, _) -> {};

  /// Lets a role do something.
  ///
  /// @throws AwsException if it may not
  void check(String roleArn, String action, String resource);
}
