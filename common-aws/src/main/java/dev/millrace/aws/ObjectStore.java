package dev.millrace.aws;

import java.util.Map;

/// Buckets that objects are put into.
@FunctionalInterface
public interface ObjectStore {

  /// Puts an object, in place of one with that key.
  ///
  /// @param metadata what S3 tells of it, in ASCII
  /// @throws software.amazon.awssdk.core.exception.SdkException if it was not taken
  void put(String bucket, String key, Map<String, String> metadata, byte[] data);
}
