package dev.millrace.local.iam;

import java.util.Optional;
import java.util.regex.Pattern;

/// Somebody who acts in a role, as its session token says.
///
/// Deviates from AWS: the token is readable, and nobody checks who wrote it.
///
/// @param role the role's name
/// @param name of the session; a function's is the function's name
public record Session(String role, String name) {

  private static final Pattern TOKEN = Pattern.compile("millrace:([\\w+=,.@-]*):([\\w+=,.@-]+).*");

  /// The session of a role.
  ///
  /// @param roleArn of the role, or its name
  public static Session of(String roleArn, String name) {
    var role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
    return new Session(role.replaceAll("[^\\w+=,.@-]", "_"), name);
  }

  /// Who wrote a session token; empty if no session of a role of the stack did.
  public static Optional<Session> read(String token) {
    var parts = TOKEN.matcher(token);
    return parts.matches()
        ? Optional.of(new Session(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  /// What is sent as `X-Amz-Security-Token`.
  public String token() {
    return "millrace:%s:%s".formatted(role, name);
  }

  /// Its ARN as STS has it.
  public String arn(String account) {
    return "arn:aws:sts::%s:assumed-role/%s/%s".formatted(account, role, name);
  }
}
