package dev.millrace.image;

/// What functions wrote, told so that everybody who does the same work gets the same.
///
/// @param written stream records, items put, items whose totals were set, and lines of a delivery
/// @param sum points that were added, and the distances of items
public record Tally(long written, long sum) {

  /// What was written since.
  public Tally minus(Tally before) {
    return new Tally(written - before.written, sum - before.sum);
  }

  /// As much, so many times.
  public Tally times(long factor) {
    return new Tally(written * factor, sum * factor);
  }
}
