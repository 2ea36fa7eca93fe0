package dev.millrace.local.iam;

import java.util.Locale;

/// A pattern of IAM: `*` stands for any text, `?` for any one character, everything else for
/// itself.
record Wildcard(String pattern) {

  boolean matches(String text) {
    int at = 0;
    int star = -1;
    int retry = 0;
    for (int i = 0; i < text.length(); ) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        retry = i;
      } else if (at < pattern.length() && isLike(pattern.charAt(at), text.charAt(i))) {
        at++;
        i++;
      } else if (star >= 0) {
        // the last star takes one character more
        at = star + 1;
        i = ++retry;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(c -> c == '*');
  }

  /// The same pattern in lower case, for lower-case texts.
  Wildcard lowerCase() {
    return new Wildcard(pattern.toLowerCase(Locale.ROOT));
  }

  private static boolean isLike(char wanted, char given) {
    return wanted == '?' || wanted == given;
  }
}
