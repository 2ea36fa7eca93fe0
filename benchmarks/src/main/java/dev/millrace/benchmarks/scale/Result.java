package dev.millrace.benchmarks.scale;

import dev.millrace.benchmarks.scale.Consumer.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What happened in a simulation between two moments, in seconds since its start.
///
/// @param consumers how many read each shard
/// @param all those of all shards
record Result(double from, double until, int consumers, List<Consumer> all) {

  /// Records that one consumer processed, a second; of all shards together.
  double recordsPerSecond() {
    return answers().mapToInt(Answer::records).sum() / (until - from) / consumers;
  }

  double callsPerSecond() {
    return answers().count() / (until - from);
  }

  /// Reads of one shard by one consumer, a second.
  double readsPerSecond() {
    return all.stream().flatMap(each -> each.reads().stream()).filter(this::counts).count()
        / (until - from)
        / all.size();
  }

  /// Seconds by which the age of records grows in a second.
  double ageGrowth() {
    var answers = answers().toList();
    var first = answers.getFirst();
    var last = answers.getLast();
    return (last.age() - first.age()) / (last.at() - first.at());
  }

  Stream<Answer> answers() {
    return all.stream()
        .flatMap(each -> each.answers().stream())
        .filter(answer -> counts(answer.at()))
        .sorted(Comparator.comparingDouble(Answer::at));
  }

  private boolean counts(double at) {
    return at > from && at <= until;
  }
}
