package dev.millrace.benchmarks;

/// What goes on meanwhile, apart from the results.
final class Progress {

  private Progress() {}

  static void say(String text) {
    System.err.println(text);
  }
}
