package dev.millrace.local.sns;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The attributes of topics that can be set. Policies and keys are kept and shown, and have no
/// effect: nothing is authorised or encrypted on one machine.
final class TopicAttributes {

  private static final Set<String> SETTABLE =
      new TreeSet<>(Set.of("DisplayName", "KmsMasterKeyId", "Policy"));

  private TopicAttributes() {}

  /// @throws dev.millrace.local.gateway.AwsException naming the first that cannot be set
  static void check(Map<String, String> attributes) {
    attributes.forEach(TopicAttributes::check);
  }

  static void check(String name, @Nullable String value) {
    if (name.equals("FifoTopic") && "true".equals(value)) {
      throw Refusal.parameter("FifoTopic Reason: FIFO topics are not supported here");
    }
    if (!SETTABLE.contains(name) && !name.equals("FifoTopic")) {
      throw Refusal.parameter("AttributeName Reason: %s is not one of %s", name, SETTABLE);
    }
  }
}
