package dev.millrace.local.sns;

/// Where deliveries go.
@FunctionalInterface
interface Queues {

  /// Hands a message to its queue and returns once the queue has it; may block. Called again, after
  /// a pause, if it throws anything else than that.
  ///
  /// @throws UndeliverableException if the queue will never take the message
  void send(Delivery delivery);
}
