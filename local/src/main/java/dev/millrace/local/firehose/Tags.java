package dev.millrace.local.firehose;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules of tags.
final class Tags {

  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private Tags() {}

  /// A tag on the wire; without a value it is empty.
  record Tag(String key, @Nullable String value) {}

  /// The tags with some more, or other values.
  static Map<String, String> add(Map<String, String> tags, List<Tag> more) {
    var all = new TreeMap<>(tags);
    for (var i = 0; i < more.size(); i++) {
      var tag = more.get(i);
      var path = "tags.%d.member.".formatted(i + 1);
      var value = tag.value() == null ? "" : tag.value();
      checkKey(tag.key(), path + "key");
      if (value.length() > LONGEST_VALUE) {
        throw Refusal.constraint(
            value,
            path + "value",
            "Member must have length less than or equal to " + LONGEST_VALUE);
      }
      all.put(tag.key(), value);
    }
    if (all.size() > MOST) {
      throw Refusal.limit("A delivery stream must have at most %d tags, was %d", MOST, all.size());
    }
    return Map.copyOf(all);
  }

  /// The tags without some; keys that are not there make no difference.
  static Map<String, String> remove(Map<String, String> tags, List<String> keys) {
    var left = new TreeMap<>(tags);
    for (var i = 0; i < keys.size(); i++) {
      checkKey(keys.get(i), "tagKeys.%d.member".formatted(i + 1));
      left.remove(keys.get(i));
    }
    return Map.copyOf(left);
  }

  private static void checkKey(String key, String path) {
    if (key.isEmpty()) {
      throw Refusal.constraint(key, path, "Member must have length greater than or equal to 1");
    }
    if (key.length() > LONGEST_KEY) {
      throw Refusal.constraint(
          key, path, "Member must have length less than or equal to " + LONGEST_KEY);
    }
    if (key.startsWith("aws:")) {
      throw Refusal.argument("The key of a tag must not start with aws:, was '%s'", key);
    }
  }
}
