package dev.millrace.local.sns;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was published.
///
/// @param text as queues get it
record Message(
    String id,
    String topicArn,
    @Nullable String subject,
    String text,
    Map<String, MessageAttribute> attributes,
    Instant time) {}
