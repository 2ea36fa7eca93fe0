package dev.millrace.local.sns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tag, as it is on the wire.
record Tag(String key, String value) {

  static Map<String, String> map(@Nullable List<Tag> tags) {
    var map = new LinkedHashMap<String, String>();
    if (tags != null) {
      tags.forEach(tag -> map.put(tag.key(), tag.value()));
    }
    return map;
  }
}
