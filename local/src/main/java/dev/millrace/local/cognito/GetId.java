package dev.millrace.local.cognito;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Gives a guest an identity of a pool; a new one each time, as guests have nothing to be known by.
final class GetId {

  private GetId() {}

  /// @param accountId makes no difference: there is one account
  record Request(
      String identityPoolId, @Nullable Map<String, String> logins, @Nullable String accountId) {}

  record Response(String identityId) {}

  static Response apply(CognitoState state, Request request) {
    Guests.check(state.pool(request.identityPoolId()), request.logins());
    return new Response(state.region() + ":" + UUID.randomUUID());
  }
}
