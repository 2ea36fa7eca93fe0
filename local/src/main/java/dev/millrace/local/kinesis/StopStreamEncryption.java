package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Marks a stream as not encrypted. Without effect if it is not.
final class StopStreamEncryption {

  private StopStreamEncryption() {}

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      StartStreamEncryption.Encryption encryptionType,
      String keyId) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    StartStreamEncryption.check(request.encryptionType(), request.keyId());
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var key = stream.settings().key();
    if (key != null && !key.equals(request.keyId())) {
      throw Refusal.argument(
          "KeyId %s is not the key of stream %s, which is %s", request.keyId(), stream.name(), key);
    }
    return Step.of(state.with(stream.with(stream.settings().withKey(null))), new NoResult());
  }
}
