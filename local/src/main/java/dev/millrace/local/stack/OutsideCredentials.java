package dev.millrace.local.stack;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
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

  private static final AwsCredentialsProvider OF_FUNCTIONS = madeUp(FUNCTION_KEY);

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

  /// What functions get, which have one key for all services.
  static AwsCredentialsProvider of(OutsideServices outside) {
    if (outside.isEmpty()) {
      return OF_FUNCTIONS;
    }
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
