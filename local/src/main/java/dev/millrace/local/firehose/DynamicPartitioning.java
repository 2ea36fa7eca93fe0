package dev.millrace.local.firehose;

import org.jspecify.annotations.Nullable;

/// `DynamicPartitioningConfiguration` as it is on the wire.
///
/// Deviates from AWS: `RetryOptions` is checked and shown but makes no difference, for objects are
/// tried until S3 has them.
record DynamicPartitioning(@Nullable Boolean enabled, @Nullable RetryOptions retryOptions) {

  static boolean isOn(@Nullable DynamicPartitioning config) {
    return config != null && Boolean.TRUE.equals(config.enabled);
  }
}
