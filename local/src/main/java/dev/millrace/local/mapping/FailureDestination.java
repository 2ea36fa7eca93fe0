package dev.millrace.local.mapping;

/// Where mappings report the records they gave up.
@FunctionalInterface
public interface FailureDestination {

  /// Hands a message over and returns once it is safe; may block. Called again with an equal
  /// message, after a pause, if it throws.
  ///
  /// @param arn the destination of the mapping
  void send(String arn, Message message);

  /// Refuses a destination that can never work, when a mapping starts.
  ///
  /// @throws IllegalArgumentException naming the ARN and the rule
  default void check(String arn) {}

  /// The same destination, as somebody in a role reaches it.
  ///
  /// @param roleArn of the mapping's function
  default FailureDestination as(String roleArn) {
    return this;
  }

  /// What there is to say about records that were given up, in the forms destinations want.
  interface Message {

    /// The JSON document, which names the records and does not contain them.
    String text();

    /// The document as UTF-8, with the whole event of the invocation as `payload`.
    byte[] withPayload();

    /// Where a store keeps the message; the same whenever the same message is sent.
    String key();
  }
}
