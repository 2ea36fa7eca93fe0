package dev.millrace.local.cognito;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.Map;
import java.util.Set;

/// Sets the roles of a pool's identities.
final class SetIdentityPoolRoles {

  private static final Set<String> KINDS = Set.of("authenticated", "unauthenticated");

  private SetIdentityPoolRoles() {}

  record Request(String identityPoolId, Map<String, String> roles) {}

  static IdentityPool apply(CognitoState state, Request request) {
    for (var kind : request.roles().keySet()) {
      if (!KINDS.contains(kind)) {
        throw new AwsException(
            AwsError.INVALID_PARAMETER,
            "Roles must be of authenticated and unauthenticated, was " + kind);
      }
    }
    return state.pool(request.identityPoolId()).withRoles(request.roles());
  }
}
