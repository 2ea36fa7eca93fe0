package dev.millrace.benchmarks.cost;

/// Calls of one API action, and what they brought.
///
/// @param items written items or put records
/// @param units what is billed of these: write units, PUT payload units
/// @param bytes the same of Firehose: bytes in steps of 5 KB
record Counts(long calls, long items, long units, long bytes) {

  static final Counts NONE = new Counts(0, 0, 0, 0);

  Counts plus(Counts other) {
    return new Counts(
        calls + other.calls, items + other.items, units + other.units, bytes + other.bytes);
  }

  Counts minus(Counts other) {
    return new Counts(
        calls - other.calls, items - other.items, units - other.units, bytes - other.bytes);
  }
}
