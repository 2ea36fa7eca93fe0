package dev.millrace.cli.check;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Sums per key that came out, beside the sums that must.
record Balances(TreeMap<String, BigDecimal> expected, TreeMap<String, BigDecimal> actual) {

  private static final int ROWS = 10;
  private static final int DIFFERENCES = 5;

  static Balances of(Map<String, BigDecimal> expected, Map<String, BigDecimal> actual) {
    return new Balances(new TreeMap<>(expected), new TreeMap<>(actual));
  }

  /// A check for each of the first keys and one for all the others.
  List<Check> rows(String what, String others) {
    var checks = new ArrayList<Check>();
    keys().stream().limit(ROWS).forEach(key -> checks.add(row(what + " " + key, key)));
    var more = keys().stream().skip(ROWS).toList();
    if (!more.isEmpty()) {
      var agree = more.stream().filter(this::agrees).count();
      checks.add(
          Check.agreeing("… and %d more %s".formatted(more.size(), others), more.size(), agree));
    }
    return checks;
  }

  /// One check for all keys.
  Check all(String what) {
    var agree = keys().stream().filter(this::agrees).count();
    return Check.agreeing(what, keys().size(), agree);
  }

  /// The first keys that differ.
  List<String> differences(String what) {
    return keys().stream()
        .filter(key -> !agrees(key))
        .limit(DIFFERENCES)
        .map(key ->
            "%s %s: expected %s, was %s"
                .formatted(what, key, shown(expected.get(key)), shown(actual.get(key))))
        .toList();
  }

  private Check row(String what, String key) {
    return new Check(what, shown(expected.get(key)), shown(actual.get(key)), agrees(key));
  }

  private TreeSet<String> keys() {
    var keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    return keys;
  }

  /// A sum that nothing was ever added to may be written as 0 or not at all.
  private boolean agrees(String key) {
    return expected
            .getOrDefault(key, BigDecimal.ZERO)
            .compareTo(actual.getOrDefault(key, BigDecimal.ZERO))
        == 0;
  }

  static String shown(@Nullable BigDecimal value) {
    return value == null
        ? "–"
        : new DecimalFormat("#,##0.##########", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(value);
  }
}
