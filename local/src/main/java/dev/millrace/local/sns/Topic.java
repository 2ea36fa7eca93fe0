package dev.millrace.local.sns;

import java.util.HashMap;
import java.util.Map;

/// A topic.
///
/// @param attributes what was set
record Topic(String arn, Map<String, String> attributes, Map<String, String> tags) {

  Topic {
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  Topic with(String attribute, String value) {
    var changed = new HashMap<>(attributes);
    changed.put(attribute, value);
    return new Topic(arn, changed, tags);
  }

  Topic withTags(Map<String, String> changed) {
    return new Topic(arn, attributes, changed);
  }
}
