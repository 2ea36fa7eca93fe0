package dev.millrace.benchmarks.scale;

/// A figure that was simulated, beside what a formula says.
///
/// @param tolerance by which share of the formula's figure they may differ
record Check(String what, String unit, double simulated, double formula, double tolerance) {

  double deviation() {
    return Math.abs(simulated - formula) / Math.abs(formula);
  }

  boolean holds() {
    return deviation() <= tolerance;
  }
}
