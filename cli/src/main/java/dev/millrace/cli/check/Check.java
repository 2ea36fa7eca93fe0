package dev.millrace.cli.check;

import java.util.Locale;

/// One thing that came out, beside what must come out.
///
/// @param what came out
/// @param agrees whether it is as it must be
public record Check(String what, String expected, String actual, boolean agrees) {

  static Check equal(String what, long expected, long actual) {
    return new Check(what, count(expected), count(actual), expected == actual);
  }

  /// How many objects hold some lines: at least one if there are lines, else none.
  static Check objects(String what, long lines, int actual) {
    return lines == 0
        ? equal(what, 0, actual)
        : new Check(what, "1 or more", count(actual), actual > 0);
  }

  /// How many of some things are as they must be.
  static Check agreeing(String what, long all, long agree) {
    return new Check(what, count(all) + " agree", count(agree) + " agree", all == agree);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
