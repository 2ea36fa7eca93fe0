package dev.millrace.score;

import dev.millrace.common.PipelineException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How far a batch has come.
final class Progress {

  private final TreeSet<Integer> left = new TreeSet<>();
  private @Nullable PipelineException stop;
  private int retries;
  private double writeUnits;

  /// Leaves out what lies behind the first failure, because it is delivered again anyway.
  List<Placed> beforeStop(List<Placed> placed) {
    if (left.isEmpty()) {
      return placed;
    }
    int end = left.first();
    placed.stream().map(Placed::place).filter(place -> place >= end).forEach(left::add);
    return placed.stream().filter(one -> one.place() < end).toList();
  }

  /// Notes changes that have not taken effect, and why.
  void fail(List<Placed> placed, PipelineException cause) {
    for (var one : placed) {
      if (left.isEmpty() || one.place() < left.first()) {
        stop = cause;
      }
      left.add(one.place());
    }
  }

  void count(int retries, double writeUnits) {
    this.retries += retries;
    this.writeUnits += writeUnits;
  }

  /// Those that have taken effect so far.
  List<Placed> done(List<Placed> placed) {
    return placed.stream().filter(one -> !left.contains(one.place())).toList();
  }

  /// @param size of the batch
  ScoreSink.Applied applied(int size) {
    var changes = left.isEmpty() ? size : left.first();
    return new ScoreSink.Applied(changes, retries, writeUnits, stop);
  }
}
