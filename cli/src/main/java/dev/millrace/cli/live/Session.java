package dev.millrace.cli.live;

import java.time.Duration;
import java.time.InstantSource;

/// The time of a command that goes on until it is told to end.
public interface Session extends InstantSource {

  /// A time that never goes back.
  long nanos();

  /// Waits, but not beyond the end; to interrupt the thread ends the session.
  void pause(Duration wait);

  /// Whether the command was told to end.
  boolean isOver();
}
