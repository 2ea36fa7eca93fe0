package dev.millrace.local.firehose;

import org.jspecify.annotations.Nullable;

/// `EncryptionConfiguration` as it is on the wire.
///
/// Deviates from AWS: objects are not encrypted.
record EncryptionConfiguration(
    @Nullable Off noEncryptionConfig, @Nullable KmsKey kMSEncryptionConfig) {

  static final EncryptionConfiguration NONE = new EncryptionConfiguration(Off.NoEncryption, null);

  /// As AWS spells it.
  enum Off {
    NoEncryption
  }

  record KmsKey(String aWSKMSKeyARN) {}
}
