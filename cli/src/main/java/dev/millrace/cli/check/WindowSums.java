package dev.millrace.cli.check;

import dev.millrace.cli.aws.Item;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What all windows of a key hold together, beside what the messages add up to.
///
/// Which window a message falls in depends on when it arrived, so single windows are not compared;
/// that they are cut at multiples of their length is.
final class WindowSums {

  private static final int ROWS = 10;

  private record Sum(BigDecimal value, long messages) {

    Sum plus(Sum other) {
      return new Sum(value.add(other.value), messages + other.messages);
    }

    boolean equalTo(@Nullable Sum other) {
      return other != null && messages == other.messages && value.compareTo(other.value) == 0;
    }

    static String shown(@Nullable Sum sum) {
      return sum == null ? "–" : Balances.shown(sum.value) + " in " + Check.count(sum.messages);
    }
  }

  private final String what;
  private final int seconds;
  private final Map<String, Sum> expected = new TreeMap<>();
  private final Map<String, Sum> actual = new TreeMap<>();
  private long windows;
  private long misaligned;

  /// @param what is summed, such as `distance of`
  /// @param seconds a window's length
  WindowSums(String what, int seconds) {
    this.what = what;
    this.seconds = seconds;
  }

  /// A message that windows must count.
  void expect(String key, BigDecimal value) {
    expected.merge(key, new Sum(value, 1), Sum::plus);
  }

  /// A window's item.
  void found(String key, BigDecimal value, Item window) {
    windows++;
    var count = window.number("count").longValueExact();
    actual.merge(key, new Sum(value, count), Sum::plus);
    if (!isAligned(window.text("windowStart"))) {
      misaligned++;
    }
  }

  private boolean isAligned(String windowStart) {
    try {
      var start = Instant.parse(windowStart);
      return start.getNano() == 0 && start.getEpochSecond() % seconds == 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  List<Check> checks() {
    var keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    var checks = new ArrayList<Check>();
    keys.stream().limit(ROWS).forEach(key -> checks.add(check(key)));
    var more = keys.stream().skip(ROWS).toList();
    if (!more.isEmpty()) {
      var agree = more.stream().filter(key -> check(key).agrees()).count();
      checks.add(Check.agreeing("… and %d more".formatted(more.size()), more.size(), agree));
    }
    checks.add(
        Check.agreeing(
            "windows cut at full %d s".formatted(seconds), windows, windows - misaligned));
    return checks;
  }

  private Check check(String key) {
    var must = expected.get(key);
    var is = actual.get(key);
    return new Check(
        what + " " + key + " in windows",
        Sum.shown(must),
        Sum.shown(is),
        must != null && must.equalTo(is));
  }
}
