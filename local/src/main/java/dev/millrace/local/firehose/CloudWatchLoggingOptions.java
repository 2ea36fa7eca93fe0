package dev.millrace.local.firehose;

import org.jspecify.annotations.Nullable;

/// `CloudWatchLoggingOptions` as it is on the wire.
///
/// Deviates from AWS: what it asks for is written to the emulator's own log.
record CloudWatchLoggingOptions(
    @Nullable Boolean enabled, @Nullable String logGroupName, @Nullable String logStreamName) {

  static final CloudWatchLoggingOptions NONE = new CloudWatchLoggingOptions(false, null, null);
}
