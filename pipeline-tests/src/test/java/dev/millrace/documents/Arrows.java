package dev.millrace.documents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who uses whom.
final class Arrows {

  private final SortedMap<String, SortedSet<String>> targets = new TreeMap<>();

  Arrows add(String from, String to) {
    if (!from.equals(to)) {
      targets.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
    }
    return this;
  }

  Arrows addAll(Arrows others) {
    others.targets.forEach((from, all) -> all.forEach(to -> add(from, to)));
    return this;
  }

  /// One way from somebody back to itself, empty if there is none.
  List<String> cycle() {
    for (var start : targets.keySet()) {
      for (var next : of(start)) {
        if (reachable(next, Map.of()).contains(start)) {
          return List.of(start, next, start);
        }
      }
    }
    return List.of();
  }

  /// The arrows that no way of several others stands for, nor one of these.
  List<String> reduced(String arrow, Arrows others) {
    var all = new Arrows().addAll(this).addAll(others);
    var drawn = new ArrayList<String>();
    targets.forEach((from, tos) -> {
      for (var to : tos) {
        if (!others.of(from).contains(to) && !all.reachable(from, Map.of(from, to)).contains(to)) {
          drawn.add("  %s %s %s".formatted(from, arrow, to));
        }
      }
    });
    return drawn;
  }

  private SortedSet<String> of(String from) {
    return targets.getOrDefault(from, new TreeSet<>());
  }

  /// Everybody on the ways that begin here and do not take the one arrow.
  private Set<String> reachable(String start, Map<String, String> without) {
    var found = new HashSet<String>();
    var open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      var from = open.removeLast();
      for (var to : of(from)) {
        if (!to.equals(without.get(from)) && found.add(to)) {
          open.add(to);
        }
      }
    }
    return found;
  }
}
