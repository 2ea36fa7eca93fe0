package dev.millrace.local.iam;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.Locale;

/// How each service says that somebody must not do something.
final class Denial {

  private Denial() {}

  /// @param decision another one than `ALLOWED`
  /// @param user the caller's ARN
  static AwsException of(Decision decision, String user, Access access) {
    var service = access.action().substring(0, access.action().indexOf(':'));
    var action = spelled(service, access.action());
    var why =
        decision == Decision.DENIED
            ? "with an explicit deny in an identity-based policy"
            : "because no identity-based policy allows the %s action".formatted(action);
    return new AwsException(
        error(service),
        "User: %s is not authorized to perform: %s%s %s"
            .formatted(user, action, on(service, access.resource()), why));
  }

  /// @param call nobody here knows what it asks for
  static AwsException unknown(String user, String call) {
    return new AwsException(
        AwsError.ACCESS_DENIED,
        "User: %s is not authorized to perform: %s, for no IAM action of it is known here"
            .formatted(user, call));
  }

  private static String spelled(String service, String action) {
    return switch (service) {
      case "sns" -> "SNS" + action.substring(service.length());
      case "sqs" -> action.toLowerCase(Locale.ROOT);
      default -> action;
    };
  }

  private static String on(String service, String resource) {
    if (resource.equals("*")) {
      return "";
    }
    return service.equals("s3")
        ? " on resource: \"%s\"".formatted(resource)
        : " on resource: " + resource;
  }

  private static AwsError error(String service) {
    return switch (service) {
      case "sns" -> AwsError.AUTHORIZATION_ERROR;
      case "cloudwatch", "lambda", "s3", "sqs" -> AwsError.ACCESS_DENIED;
      default -> AwsError.UNAUTHORIZED;
    };
  }
}
