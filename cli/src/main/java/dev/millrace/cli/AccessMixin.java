package dev.millrace.cli;

import dev.millrace.cli.aws.Access;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of every command that calls AWS's services, in a running stack or in an account.
final class AccessMixin {

  @Mixin private EndpointMixin endpoint = new EndpointMixin();

  @Option(
      names = "--aws",
      description = "Use the account of the usual AWS settings instead of a running stack.")
  private boolean aws;

  /// @throws UsageException if the endpoint is no URL of a server
  Access access() {
    return aws ? new Access(Optional.empty()) : Access.at(endpoint.uri());
  }
}
