package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Changes how large a stream's records may be. Those that are there stay.
final class UpdateMaxRecordSize {

  static final int LEAST_KIB = 1024;
  static final int MOST_KIB = 10_240;

  private UpdateMaxRecordSize() {}

  record Request(String streamARN, Integer maxRecordSizeInKiB) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    int size = check(request.maxRecordSizeInKiB());
    var stream = state.stream(null, request.streamARN(), now);
    var settings = stream.settings().withMostRecordKiB(size);
    return Step.of(state.with(stream.with(settings)), new NoResult());
  }

  /// The size that a request gives, or the least one if it gives none.
  static int check(@Nullable Integer size) {
    return Refusal.within(size, "maxRecordSizeInKiB", LEAST_KIB, MOST_KIB, LEAST_KIB);
  }
}
