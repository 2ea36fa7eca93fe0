package dev.millrace.score;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Cuts a batch into chunks that one transaction takes.
///
/// A chunk costs one action for each change and one for each user. No two chunks have a user in
/// common, except where the changes of one family of users are too many for one chunk: these fill
/// chunks one after the other.
final class Chunks {

  private final int maxActions;
  private final List<List<Placed>> closed = new ArrayList<>();
  private final List<Placed> open = new ArrayList<>();
  private final Map<String, BigDecimal> sums = new HashMap<>();

  private Chunks(int maxActions) {
    this.maxActions = maxActions;
  }

  /// Cuts changes that concern a user.
  ///
  /// @param maxActions at least 3, because one change may concern two users
  static List<List<Placed>> of(List<Placed> batch, int maxActions) {
    var runs = new ArrayList<List<Placed>>();
    for (var family : Families.of(batch)) {
      runs.addAll(together(family.stream().map(List::of).toList(), maxActions));
    }
    return together(runs, maxActions);
  }

  /// Puts neighbours together as long as one chunk takes them.
  private static List<List<Placed>> together(List<List<Placed>> parts, int maxActions) {
    var chunks = new Chunks(maxActions);
    parts.forEach(chunks::add);
    chunks.close();
    return chunks.closed;
  }

  private void add(List<Placed> part) {
    var after = sumsWith(part);
    if (!fits(part, after)) {
      close();
    }
    open.addAll(part);
    sums.putAll(sumsWith(part));
  }

  private boolean fits(List<Placed> part, Map<String, BigDecimal> after) {
    var newUsers = after.keySet().stream().filter(user -> !sums.containsKey(user)).count();
    return open.size() + part.size() + sums.size() + newUsers <= maxActions
        && after.values().stream().allMatch(Totals::fits);
  }

  /// The sums of the part's users, if it were added.
  private Map<String, BigDecimal> sumsWith(List<Placed> part) {
    var after = new HashMap<String, BigDecimal>();
    for (var placed : part) {
      for (var delta : placed.change().deltas()) {
        var user = delta.username();
        var before = after.getOrDefault(user, sums.getOrDefault(user, BigDecimal.ZERO));
        after.put(user, before.add(delta.points()));
      }
    }
    return after;
  }

  private void close() {
    if (!open.isEmpty()) {
      closed.add(List.copyOf(open));
      open.clear();
      sums.clear();
    }
  }
}
