package dev.millrace.local.mapping;

/// What a mapping is doing, in the Lambda API's words.
public enum MappingState {
  /// Its starting position is being fixed.
  CREATING("Creating"),
  /// It starts to read again.
  ENABLING("Enabling"),
  /// It reads.
  ENABLED("Enabled"),
  /// The invocation under way comes to its end.
  DISABLING("Disabling"),
  /// It does nothing and keeps its position.
  DISABLED("Disabled"),
  /// It takes other settings on.
  UPDATING("Updating"),
  /// The invocation under way comes to its end; the position is forgotten then.
  DELETING("Deleting");

  private final String text;

  MappingState(String text) {
    this.text = text;
  }

  /// The API's word.
  public String text() {
    return text;
  }

  /// Whether the mapping reads, or is about to.
  public boolean isEnabled() {
    return switch (this) {
      case CREATING, ENABLING, ENABLED, UPDATING -> true;
      case DISABLING, DISABLED, DELETING -> false;
    };
  }

  /// Whether nothing is being changed.
  boolean isSettled() {
    return this == ENABLED || this == DISABLED;
  }
}
