package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Attaches a policy to a stream or a consumer, in the place of an older one.
///
/// Deviates from AWS: the policy is kept and shown, but every caller may do everything.
final class PutResourcePolicy {

  private static final int MOST_CHARACTERS = 20_480;

  private PutResourcePolicy() {}

  record Request(String resourceARN, String policy) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var resource = ArnResource.find(state, request.resourceARN(), now);
    var policy = request.policy();
    Refusal.length(policy, "policy", 1, MOST_CHARACTERS);
    if (!isObject(policy)) {
      throw Refusal.argument("The policy must be a JSON object, was %s", policy);
    }
    return Step.of(state.with(resource.withPolicy(policy)), new NoResult());
  }

  private static boolean isObject(String text) {
    try {
      return JsonMapper.shared().readTree(text).isObject();
    } catch (JacksonException e) {
      return false; // the refusal shows the text
    }
  }
}
