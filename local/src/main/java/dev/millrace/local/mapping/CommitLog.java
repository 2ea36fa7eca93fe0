package dev.millrace.local.mapping;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What became of the records of one shard, in the order in which they were read.
///
/// The commit is the highest sequence number below every unfinished record. It never moves back.
/// Records behind an unfinished one may be finished as well. Not thread-safe.
final class CommitLog {

  private enum Fate {
    UNFINISHED,
    FINISHED,
    /// The end of a page, which no filter needs to let pass.
    PASSED_OVER
  }

  /// Everything that was read above the commit, apart from what was filtered out within a page.
  private final TreeMap<SequenceNumber, Fate> read = new TreeMap<>();

  /// Records above the commit that were finished by somebody else and are not read yet.
  private final TreeSet<SequenceNumber> finishedEarlier;

  private @Nullable SequenceNumber commit;

  CommitLog() {
    this(null, Set.of());
  }

  /// @param commit where somebody else left off; null if that was nowhere
  /// @param finished what was finished above it
  CommitLog(@Nullable SequenceNumber commit, Set<SequenceNumber> finished) {
    this.commit = commit;
    this.finishedEarlier = new TreeSet<>(finished);
  }

  /// Takes a page in.
  ///
  /// @param records those that are to be processed
  /// @param readTo the last record of the page, whether it is among them or not; null if it is
  ///   empty
  /// @return those that were not finished before
  List<StreamRecord> read(List<StreamRecord> records, @Nullable SequenceNumber readTo) {
    var unfinished =
        records.stream()
            .filter(record -> !finishedEarlier.remove(record.sequenceNumber()))
            .toList();
    records.forEach(record -> read.put(record.sequenceNumber(), Fate.FINISHED));
    unfinished.forEach(record -> read.put(record.sequenceNumber(), Fate.UNFINISHED));
    if (readTo != null) {
      // what left the stream, or passes no filter any more, does not come
      finishedEarlier.headSet(readTo, true).clear();
      // of ends that follow each other only the last matters
      if (!read.isEmpty() && read.lastEntry().getValue() == Fate.PASSED_OVER) {
        read.pollLastEntry();
      }
      read.putIfAbsent(readTo, Fate.PASSED_OVER);
    }
    advance();
    return unfinished;
  }

  /// These records were processed or given up.
  void finished(Collection<StreamRecord> records) {
    records.forEach(record -> read.replace(record.sequenceNumber(), Fate.FINISHED));
    advance();
  }

  private void advance() {
    while (!read.isEmpty() && read.firstEntry().getValue() != Fate.UNFINISHED) {
      commit = read.pollFirstEntry().getKey();
    }
  }

  /// Everything up to here is done with; null if that is nothing yet.
  @Nullable SequenceNumber commit() {
    return commit;
  }

  /// The records above the commit that are finished.
  Set<SequenceNumber> finishedAbove() {
    var finished = new TreeSet<>(finishedEarlier);
    read.entrySet().stream()
        .filter(entry -> entry.getValue() == Fate.FINISHED)
        .map(Map.Entry::getKey)
        .forEach(finished::add);
    return finished;
  }

  /// Whether nothing that was read is unfinished.
  boolean isClean() {
    return read.isEmpty();
  }

  /// How many records were read and are neither processed nor given up.
  int unfinished() {
    return (int) read.values().stream().filter(fate -> fate == Fate.UNFINISHED).count();
  }
}
