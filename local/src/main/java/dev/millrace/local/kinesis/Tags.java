package dev.millrace.local.kinesis;

import java.util.List;
import java.util.Map;
import org.pcollections.PSortedMap;

/// The rules for a stream's tags.
final class Tags {

  private static final int MOST = 50;

  private Tags() {}

  /// @throws dev.millrace.local.gateway.AwsException if a key or value has a bad length, or there
  ///   would be too many tags
  static PSortedMap<String, String> plus(
      PSortedMap<String, String> tags, Map<String, String> added) {
    added.forEach((key, value) -> {
      Refusal.length(key, "tags." + key + ".key", 1, 128);
      Refusal.length(value, "tags." + key + ".member", 0, 256);
    });
    var all = tags.plusAll(added);
    if (all.size() > MOST) {
      throw Refusal.argument("A stream has at most %d tags, this would make %d", MOST, all.size());
    }
    return all;
  }

  static PSortedMap<String, String> minus(PSortedMap<String, String> tags, List<String> keys) {
    for (var key : keys) {
      Refusal.length(key, "tagKeys", 1, 128);
    }
    return tags.minusAll(keys);
  }
}
