package dev.millrace.local.kinesis;

import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// What a stream's owner can set. Immutable.
record StreamSettings(StreamMode mode, int retentionHours, PSortedMap<String, String> tags) {

  static StreamSettings of(StreamMode mode) {
    return new StreamSettings(mode, DataStream.DEFAULT_RETENTION_HOURS, TreePMap.empty());
  }

  StreamSettings withTags(PSortedMap<String, String> newTags) {
    return new StreamSettings(mode, retentionHours, newTags);
  }

  StreamSettings withRetention(int hours) {
    return new StreamSettings(mode, hours, tags);
  }
}
