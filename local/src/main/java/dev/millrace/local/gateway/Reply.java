package dev.millrace.local.gateway;

/// What a call leads to: a document, or a stream of events.
sealed interface Reply permits Answer, Reply.Stream {

  /// A stream of events.
  ///
  /// @param source has the events
  /// @param format of their payloads
  record Stream(EventSource source, WireFormat format) implements Reply {}
}
