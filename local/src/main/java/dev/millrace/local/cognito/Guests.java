package dev.millrace.local.cognito;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who may be a guest: somebody who did not sign in.
final class Guests {

  private Guests() {}

  /// @throws AwsException if the caller signed in somewhere, or the pool takes no guests
  static void check(IdentityPool pool, @Nullable Map<String, String> logins) {
    if (logins != null && !logins.isEmpty()) {
      throw new AwsException(
          AwsError.INVALID_PARAMETER,
          "Logins must be empty, authenticated identities are not supported here, was "
              + logins.keySet());
    }
    if (!pool.allowUnauthenticatedIdentities()) {
      throw new AwsException(
          AwsError.NOT_AUTHORIZED,
          "Unauthenticated access is not supported for this identity pool.");
    }
  }
}
