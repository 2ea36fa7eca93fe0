package dev.millrace.local.kinesis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// What a stream's owner can set. Immutable.
///
/// @param key the KMS key that encrypts it, as it was named; null if none does
/// @param metrics which are kept for each shard, in the API's order
/// @param mostRecordKiB how large a record may be with its key
/// @param policy the resource policy; null if there is none
record StreamSettings(
    StreamMode mode,
    int retentionHours,
    PSortedMap<String, String> tags,
    @Nullable String key,
    List<String> metrics,
    int mostRecordKiB,
    @Nullable String policy) {

  StreamSettings {
    metrics = List.copyOf(metrics);
  }

  static StreamSettings of(StreamMode mode) {
    return new StreamSettings(
        mode,
        DataStream.DEFAULT_RETENTION_HOURS,
        TreePMap.empty(),
        null,
        List.of(),
        UpdateMaxRecordSize.LEAST_KIB,
        null);
  }

  StreamSettings withMode(StreamMode newMode) {
    return new StreamSettings(newMode, retentionHours, tags, key, metrics, mostRecordKiB, policy);
  }

  StreamSettings withTags(PSortedMap<String, String> newTags) {
    return new StreamSettings(mode, retentionHours, newTags, key, metrics, mostRecordKiB, policy);
  }

  StreamSettings withRetention(int hours) {
    return new StreamSettings(mode, hours, tags, key, metrics, mostRecordKiB, policy);
  }

  StreamSettings withKey(@Nullable String newKey) {
    return new StreamSettings(mode, retentionHours, tags, newKey, metrics, mostRecordKiB, policy);
  }

  StreamSettings withMetrics(List<String> newMetrics) {
    return new StreamSettings(mode, retentionHours, tags, key, newMetrics, mostRecordKiB, policy);
  }

  StreamSettings withMostRecordKiB(int kib) {
    return new StreamSettings(mode, retentionHours, tags, key, metrics, kib, policy);
  }

  StreamSettings withPolicy(@Nullable String newPolicy) {
    return new StreamSettings(mode, retentionHours, tags, key, metrics, mostRecordKiB, newPolicy);
  }

  /// As the API says whether there is a key.
  String encryptionType() {
    return key == null ? "NONE" : "KMS";
  }
}
