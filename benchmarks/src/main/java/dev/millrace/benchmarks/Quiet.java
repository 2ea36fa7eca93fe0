package dev.millrace.benchmarks;

/// How much the machine worked for others since this was made.
final class Quiet {

  /// Cores that others may use while something is measured.
  static final double LIMIT = 0.25;

  private final long start = System.nanoTime();
  private final double machine = Proc.machineMillis();
  private final double ours = Cpu.nanos() / 1e6;

  /// Cores that neither this JVM nor the function used.
  ///
  /// @param functionMillis CPU time of the function's process meanwhile
  double foreignCores(double functionMillis) {
    var own = Cpu.nanos() / 1e6 - ours + functionMillis;
    var wall = (System.nanoTime() - start) / 1e6;
    return Math.max(0, Proc.machineMillis() - machine - own) / wall;
  }
}
