package dev.millrace.local.stack;

import dev.millrace.local.iam.Session;
import dev.millrace.local.lambda.FunctionCredentials;
import java.net.URI;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/// What requests are signed with.
///
/// Inside the stack a made-up key does. For AWS itself the SDK's own chain must find credentials;
/// for other endpoints those that lie on this machine are taken if there are any, without asking
/// the network for them.
final class OutsideCredentials {

  /// The access key of functions, by which their calls are told from those of others.
  static final String FUNCTION_KEY = "millracefunction";

  /// The access key of the stack's own calls.
  static final String OWN_KEY = "millracestack";

  /// For services that check no signature.
  static final AwsCredentialsProvider MADE_UP = madeUp("millrace");

  /// For the stack's own calls to itself.
  static final AwsCredentialsProvider OWN = madeUp(OWN_KEY);

  private OutsideCredentials() {}

  private static AwsCredentialsProvider madeUp(String accessKey) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "millrace"));
  }

  /// What an endpoint's requests are signed with.
  ///
  /// @throws EndpointException if AWS is to be called and there are no credentials
  static AwsCredentialsProvider of(URI url) {
    return OutsideServices.isAws(url) ? forAws(url) : onThisMachine();
  }

  /// What functions get, which have one key for all services. Inside the stack its session token
  /// tells the function's role, as on Lambda.
  ///
  /// @param roles the ARN of a function's role by the function's name
  static FunctionCredentials ofFunctions(OutsideServices outside, UnaryOperator<String> roles) {
    if (outside.isEmpty()) {
      return function -> of(FUNCTION_KEY, Session.of(roles.apply(function), function));
    }
    var found = outside(outside);
    return _ -> found.resolveCredentials();
  }

  /// For the stack's own calls in a role.
  static AwsCredentialsProvider own(Session session) {
    return StaticCredentialsProvider.create(of(OWN_KEY, session));
  }

  private static AwsCredentials of(String accessKey, Session session) {
    return AwsSessionCredentials.create(accessKey, "millrace", session.token());
  }

  private static AwsCredentialsProvider outside(OutsideServices outside) {
    return outside.urls().values().stream()
        .filter(OutsideServices::isAws)
        .findFirst()
        .map(OutsideCredentials::forAws)
        .orElseGet(OutsideCredentials::onThisMachine);
  }

  private static AwsCredentialsProvider forAws(URI url) {
    var chain = DefaultCredentialsProvider.builder().build();
    try {
      var _ = chain.resolveCredentials();
      return chain;
    } catch (SdkException e) {
      throw new EndpointException(url + " needs credentials: " + e.getMessage(), e);
    }
  }

  private static AwsCredentialsProvider onThisMachine() {
    var chain =
        AwsCredentialsProviderChain.of(
            SystemPropertyCredentialsProvider.create(),
            EnvironmentVariableCredentialsProvider.create(),
            ProfileCredentialsProvider.create());
    try {
      var _ = chain.resolveCredentials();
      return chain;
    } catch (SdkException _) {
      // nobody has an account here, which is the usual case
      return MADE_UP;
    }
  }
}
