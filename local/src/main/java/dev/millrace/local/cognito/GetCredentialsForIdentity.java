package dev.millrace.local.cognito;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.iam.Session;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives an identity credentials. They are made up, and their token tells the role.
final class GetCredentialsForIdentity {

  /// As Cognito calls every session.
  private static final String SESSION = "CognitoIdentityCredentials";

  private static final Duration LIFE = Duration.ofHours(1);
  private static final String KEY_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  private GetCredentialsForIdentity() {}

  record Request(String identityId, @Nullable Map<String, String> logins) {}

  record Response(String identityId, Credentials credentials) {}

  record Credentials(
      String accessKeyId, String secretKey, String sessionToken, Instant expiration) {}

  static Response apply(CognitoState state, Request request, Instant now) {
    var pool = state.poolOf(request.identityId());
    Guests.check(pool, request.logins());
    var role = pool.guestRole();
    if (role == null) {
      throw new AwsException(
          AwsError.INVALID_IDENTITY_POOL_CONFIGURATION,
          "Invalid identity pool configuration. Check assigned IAM roles for this pool.");
    }
    var token = Session.of(role, SESSION).token() + ":" + secret(450);
    var credentials = new Credentials(keyId(), secret(30), token, now.plus(LIFE));
    return new Response(request.identityId(), credentials);
  }

  private static String keyId() {
    var id = new StringBuilder("ASIA");
    RANDOM.ints(16, 0, KEY_CHARACTERS.length()).forEach(i -> id.append(KEY_CHARACTERS.charAt(i)));
    return id.toString();
  }

  private static String secret(int bytes) {
    var secret = new byte[bytes];
    RANDOM.nextBytes(secret);
    return Base64.getEncoder().encodeToString(secret);
  }
}
