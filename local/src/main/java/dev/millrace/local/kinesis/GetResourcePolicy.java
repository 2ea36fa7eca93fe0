package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;

/// Shows the policy of a stream or a consumer.
final class GetResourcePolicy {

  private GetResourcePolicy() {}

  record Request(String resourceARN) {}

  record Response(String policy) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var resource = ArnResource.find(state, request.resourceARN(), now);
    return Step.of(state.with(resource.stream()), new Response(policy(resource, request)));
  }

  private static String policy(ArnResource resource, Request request) {
    var policy = resource.policy();
    if (policy == null) {
      throw missing(request.resourceARN());
    }
    return policy;
  }

  static AwsException missing(String arn) {
    return new AwsException(
        AwsError.RESOURCE_NOT_FOUND, "No resource policy found for resource ARN %s".formatted(arn));
  }
}
