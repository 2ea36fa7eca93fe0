package dev.millrace.cli;

import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Help.Ansi;

/// What the command line knows of where it runs.
///
/// @param ansi whether output may be coloured and drawn again in place
/// @param ending what happens around the end of the process
record Terminal(boolean ansi, Ending ending) {

  /// The end of the process.
  interface Ending {

    /// Runs `task` when the process is told to end.
    void onExit(Runnable task);

    /// Waits until the process is told to end.
    void await() throws InterruptedException;
  }

  /// A session that ends when the process is told to.
  ProcessSession session() {
    var session = new ProcessSession();
    ending.onExit(session::end);
    return session;
  }

  static Terminal ofThisProcess() {
    return new Terminal(Ansi.AUTO.enabled(), new ProcessEnding());
  }

  private static final class ProcessEnding implements Ending {
    @Override
    public void onExit(Runnable task) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(task));
    }

    @Override
    public void await() throws InterruptedException {
      // ends with the JVM, whose shutdown hooks run on Ctrl-C
      new CountDownLatch(1).await();
    }
  }
}
