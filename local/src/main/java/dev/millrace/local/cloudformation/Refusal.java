package dev.millrace.local.cloudformation;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import org.jspecify.annotations.Nullable;

/// What CloudFormation says when it refuses.
final class Refusal {

  private Refusal() {}

  static AwsException noStack(String nameOrId) {
    return invalid("Stack with id " + nameOrId + " does not exist");
  }

  static AwsException noResource(String logicalId, String stack) {
    return invalid("Resource %s does not exist for stack %s".formatted(logicalId, stack));
  }

  static AwsException invalid(String reason) {
    return new AwsException(AwsError.VALIDATION, reason);
  }

  /// Every answer is whole, so nobody was given a token.
  static void token(@Nullable String nextToken) {
    if (nextToken != null) {
      throw invalid("NextToken must come from an earlier answer, was " + nextToken);
    }
  }
}
