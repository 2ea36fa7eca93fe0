package dev.millrace.benchmarks;

import java.io.IOException;

/// The command that keeps a process on some cores.
final class Taskset {

  private Taskset() {}

  static boolean exists() {
    try {
      var process = new ProcessBuilder("taskset", "--version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException _) {
      Progress.say("benchmarks: there is no taskset");
      return false;
    }
  }
}
