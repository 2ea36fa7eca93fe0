package dev.millrace.local.cognito;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes an identity pool. Two may have one name.
final class CreateIdentityPool {

  private static final Pattern NAME = Pattern.compile("[\\w\\s+=,.@-]{1,128}");

  private CreateIdentityPool() {}

  record Request(
      String identityPoolName,
      Boolean allowUnauthenticatedIdentities,
      @Nullable Boolean allowClassicFlow,
      @Nullable Map<String, String> identityPoolTags) {}

  static IdentityPool apply(CognitoState state, Request request) {
    if (!NAME.matcher(request.identityPoolName()).matches()) {
      throw new AwsException(
          AwsError.INVALID_PARAMETER,
          "IdentityPoolName must have 1 to 128 letters, digits, spaces and _+=,.@-, was "
              + request.identityPoolName());
    }
    if (Boolean.TRUE.equals(request.allowClassicFlow())) {
      throw new AwsException(
          AwsError.INVALID_PARAMETER, "AllowClassicFlow is not supported here, was true");
    }
    return new IdentityPool(
        state.region() + ":" + UUID.randomUUID(),
        request.identityPoolName(),
        request.allowUnauthenticatedIdentities(),
        request.identityPoolTags() == null ? Map.of() : request.identityPoolTags(),
        Map.of());
  }
}
