package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Marks a stream as encrypted with a key.
///
/// Deviates from AWS: nothing is encrypted, and there is no KMS that could know the key; records
/// and the answers of puts do not name the encryption.
final class StartStreamEncryption {

  private StartStreamEncryption() {}

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      Encryption encryptionType,
      String keyId) {}

  /// The API's encryption types.
  enum Encryption {
    NONE,
    KMS
  }

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    check(request.encryptionType(), request.keyId());
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var settings = stream.settings().withKey(request.keyId());
    return Step.of(state.with(stream.with(settings)), new NoResult());
  }

  /// Refuses an encryption that is none, or a key that cannot be.
  static void check(Encryption type, String key) {
    if (type != Encryption.KMS) {
      throw Refusal.argument("EncryptionType must be KMS, was %s", type);
    }
    Refusal.length(key, "keyId", 1, 2048);
  }
}
