package dev.millrace.score;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A run of score changes from one shard, in the order of the stream.
///
/// It carries what a sink needs to recognise a change that it has seen: the stream, and each
/// change's event id and sequence number. (DynamoDB does not tell a function which shard it reads,
/// but sequence numbers are unique within the stream.)
///
/// @param streamArn of the table's stream
/// @param changes in the order of their sequence numbers
record ScoreBatch(String streamArn, List<ScoreChange> changes) {

  ScoreBatch {
    changes = List.copyOf(changes);
  }

  /// Cuts the batch into runs that change few enough totals for one transaction. Every run but the
  /// last is as long as it can be, so that the same changes are always cut at the same places.
  ///
  /// @param maxUsers at least 2, because one change may concern two users
  List<ScoreBatch> chunks(int maxUsers) {
    var chunks = new ArrayList<ScoreBatch>();
    var run = new ArrayList<ScoreChange>();
    var sums = new HashMap<String, BigDecimal>();
    for (var change : changes) {
      if (!run.isEmpty() && !fits(sums, change, maxUsers)) {
        chunks.add(new ScoreBatch(streamArn, run));
        run.clear();
        sums.clear();
      }
      run.add(change);
      change.deltas().forEach(d -> sums.merge(d.username(), d.points(), BigDecimal::add));
    }
    if (!run.isEmpty()) {
      chunks.add(new ScoreBatch(streamArn, run));
    }
    return chunks;
  }

  /// Each change on its own.
  List<ScoreBatch> singles() {
    return changes.stream().map(change -> new ScoreBatch(streamArn, List.of(change))).toList();
  }

  private static boolean fits(Map<String, BigDecimal> sums, ScoreChange change, int maxUsers) {
    var users = sums.size();
    for (var delta : change.deltas()) {
      var sum = sums.get(delta.username());
      if (sum == null) {
        users++;
      } else if (!Totals.fits(sum.add(delta.points()))) {
        return false;
      }
    }
    return users <= maxUsers;
  }
}
