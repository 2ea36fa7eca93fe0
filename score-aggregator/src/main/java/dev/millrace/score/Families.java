package dev.millrace.score;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Users who have changes in common, because a record went from one to the other.
final class Families {

  /// Each user's next of kin on the way to the one who stands for the family: himself.
  private final Map<String, String> towardsHead = new HashMap<>();

  private Families() {}

  /// Groups changes so that no two groups have a user in common. Groups come in the order of their
  /// first changes, and changes keep their order.
  ///
  /// @param batch changes that concern a user
  static Collection<List<Placed>> of(List<Placed> batch) {
    var families = new Families();
    batch.forEach(placed -> families.unite(placed.change()));
    var groups = new LinkedHashMap<String, List<Placed>>();
    for (var placed : batch) {
      var head = families.head(placed.change().deltas().getFirst().username());
      groups.computeIfAbsent(head, _ -> new ArrayList<>()).add(placed);
    }
    return groups.values();
  }

  private void unite(ScoreChange change) {
    var head = head(change.deltas().getFirst().username());
    change.deltas().forEach(delta -> towardsHead.put(head(delta.username()), head));
  }

  private String head(String user) {
    var at = user;
    for (var next = next(at); !next.equals(at); next = next(at)) {
      towardsHead.put(at, next(next));
      at = next;
    }
    return at;
  }

  private String next(String user) {
    return Objects.requireNonNullElse(towardsHead.putIfAbsent(user, user), user);
  }
}
