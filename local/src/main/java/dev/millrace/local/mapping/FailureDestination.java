package dev.millrace.local.mapping;

/// Where mappings report the records they gave up.
@FunctionalInterface
public interface FailureDestination {

  /// Hands a message over and returns once it is safe; may block. Called again after a pause if it
  /// throws.
  ///
  /// @param arn the destination of the mapping
  /// @param message the JSON document
  void send(String arn, String message);

  /// Refuses a destination that can never work, when a mapping starts.
  ///
  /// @throws IllegalArgumentException naming the ARN and the rule
  default void check(String arn) {}
}
