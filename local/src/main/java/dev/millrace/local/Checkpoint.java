package dev.millrace.local;

/// How something was at one time, and the way back there, as often as anybody wants.
///
/// A stack goes back in two steps: first everything halts, consumers before what they read, so that
/// nothing of before is under way; then everything is restored in the order of its dependencies.
public interface Checkpoint {

  /// Ends what is under way; when this returns, it changes nothing any more.
  default void halt() {}

  /// Makes everything as it was.
  void restore();
}
