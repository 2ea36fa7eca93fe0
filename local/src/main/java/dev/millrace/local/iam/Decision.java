package dev.millrace.local.iam;

import java.util.Collection;

/// What policies say about an access.
public enum Decision {
  ALLOWED,
  /// A statement denies it, whatever others allow.
  DENIED,
  /// No statement is about it.
  NOT_ALLOWED;

  /// An explicit deny wins, then an allow; what nobody allows is not allowed.
  public static Decision of(Collection<Policy> policies, Access access) {
    var decision = NOT_ALLOWED;
    for (var policy : policies) {
      for (var statement : policy.statements()) {
        if (statement.isAbout(access)) {
          if (!statement.allows()) {
            return DENIED;
          }
          decision = ALLOWED;
        }
      }
    }
    return decision;
  }
}
