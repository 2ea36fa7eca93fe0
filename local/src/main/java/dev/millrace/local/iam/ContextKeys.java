package dev.millrace.local.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The keys that conditions can look at, by lower-case name.
final class ContextKeys {

  static final String PRINCIPAL_ACCOUNT = "aws:principalaccount";
  static final String PRINCIPAL_ARN = "aws:principalarn";
  static final String REQUESTED_REGION = "aws:requestedregion";
  static final String SECURE_TRANSPORT = "aws:securetransport";
  static final String NAMESPACE = "cloudwatch:namespace";
  static final String DELIMITER = "s3:delimiter";
  static final String MAX_KEYS = "s3:max-keys";
  static final String PREFIX = "s3:prefix";

  private static final List<String> ALL =
      List.of(
          PRINCIPAL_ACCOUNT,
          PRINCIPAL_ARN,
          REQUESTED_REGION,
          SECURE_TRANSPORT,
          NAMESPACE,
          DELIMITER,
          MAX_KEYS,
          PREFIX);

  private ContextKeys() {}

  /// @throws PolicyException if it is not known here
  static String of(String key, String path) {
    var lower = key.toLowerCase(Locale.ROOT);
    if (!ALL.contains(lower)) {
      throw PolicyException.of(
          path, "must be about one of %s, others are not supported".formatted(ALL), key);
    }
    return lower;
  }

  static Map<String, String> merged(Map<String, String> context, Map<String, String> more) {
    var all = new HashMap<>(context);
    all.putAll(more);
    return all;
  }
}
