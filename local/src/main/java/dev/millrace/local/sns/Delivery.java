package dev.millrace.local.sns;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// A message on its way to one queue.
///
/// @param id of this delivery
/// @param subscription its ARN
/// @param queue its ARN
/// @param body what the queue gets
/// @param attributes what the queue gets besides: none with an envelope, for it has them
/// @param published when
record Delivery(
    String id,
    String subscription,
    String queue,
    String body,
    Map<String, MessageAttribute> attributes,
    Instant published) {

  static Delivery of(Message message, Subscription to) {
    return new Delivery(
        UUID.randomUUID().toString(),
        to.arn(),
        to.endpoint(),
        to.isRaw() ? message.text() : Notification.of(message, to),
        to.isRaw() ? message.attributes() : Map.of(),
        message.time());
  }
}
