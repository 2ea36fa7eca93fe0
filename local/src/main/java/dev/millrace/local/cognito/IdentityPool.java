package dev.millrace.local.cognito;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An identity pool.
///
/// @param roles by `authenticated` and `unauthenticated`
record IdentityPool(
    String identityPoolId,
    String identityPoolName,
    Boolean allowUnauthenticatedIdentities,
    Map<String, String> identityPoolTags,
    Map<String, String> roles) {

  private static final String UNAUTHENTICATED = "unauthenticated";

  /// A pool as the API describes it.
  record Description(
      String identityPoolId,
      String identityPoolName,
      Boolean allowUnauthenticatedIdentities,
      Map<String, String> identityPoolTags) {}

  Description description() {
    return new Description(
        identityPoolId, identityPoolName, allowUnauthenticatedIdentities, identityPoolTags);
  }

  /// The role of those who did not sign in.
  @Nullable String guestRole() {
    return roles.get(UNAUTHENTICATED);
  }

  IdentityPool withRoles(Map<String, String> others) {
    return new IdentityPool(
        identityPoolId, identityPoolName, allowUnauthenticatedIdentities, identityPoolTags, others);
  }

  IdentityPool allowing(boolean guests) {
    return new IdentityPool(identityPoolId, identityPoolName, guests, identityPoolTags, roles);
  }
}
