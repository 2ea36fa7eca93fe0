package dev.millrace.local.iam;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;

/// How a condition compares.
enum Operator {
  ARN_EQUALS("ArnEquals", Kind.ARN),
  ARN_LIKE("ArnLike", Kind.ARN),
  ARN_NOT_EQUALS("ArnNotEquals", Kind.ARN),
  ARN_NOT_LIKE("ArnNotLike", Kind.ARN),
  BOOL("Bool", Kind.TEXT_IGNORING_CASE),
  NULL("Null", Kind.TEXT_IGNORING_CASE),
  NUMERIC_EQUALS("NumericEquals", Kind.NUMBER),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Kind.NUMBER),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Kind.NUMBER),
  NUMERIC_LESS_THAN("NumericLessThan", Kind.NUMBER),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Kind.NUMBER),
  NUMERIC_NOT_EQUALS("NumericNotEquals", Kind.NUMBER),
  STRING_EQUALS("StringEquals", Kind.TEXT),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Kind.TEXT_IGNORING_CASE),
  STRING_LIKE("StringLike", Kind.PATTERN),
  STRING_NOT_EQUALS("StringNotEquals", Kind.TEXT),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Kind.TEXT_IGNORING_CASE),
  STRING_NOT_LIKE("StringNotLike", Kind.PATTERN);

  private enum Kind {
    ARN,
    NUMBER,
    PATTERN,
    TEXT,
    TEXT_IGNORING_CASE
  }

  /// Of an ARN: `arn`, partition, service, region, account and resource.
  private static final int SEGMENTS = 6;

  private final String id;
  private final Kind kind;

  Operator(String id, Kind kind) {
    this.id = id;
    this.kind = kind;
  }

  /// @throws PolicyException if it is not supported
  static Operator of(String id, String path) {
    return Arrays.stream(values())
        .filter(operator -> operator.id.equals(id))
        .findFirst()
        .orElseThrow(() ->
            PolicyException.of(
                path,
                "must have operators of %s, others are not supported"
                    .formatted(
                        Arrays.stream(values())
                            .map(operator -> operator.id)
                            .collect(Collectors.joining(", "))),
                id));
  }

  /// @throws PolicyException if a policy cannot have such a value
  void check(String value, String path) {
    if (kind == Kind.NUMBER) {
      try {
        var _ = new BigDecimal(value);
      } catch (NumberFormatException _) {
        throw PolicyException.of(path, "must be a number", value);
      }
    } else if ((this == BOOL || this == NULL) && !value.matches("(?i)true|false")) {
      throw PolicyException.of(path, "must be true or false", value);
    }
  }

  boolean isNegated() {
    return id.contains("Not");
  }

  /// Whether a call's value is what the policy's value means, but for the negation.
  boolean fits(String value, String actual) {
    return switch (kind) {
      case ARN -> isArnLike(value, actual);
      case NUMBER -> isNumberLike(value, actual);
      case PATTERN -> new Wildcard(value).matches(actual);
      case TEXT -> value.equals(actual);
      case TEXT_IGNORING_CASE -> value.equalsIgnoreCase(actual);
    };
  }

  /// Each segment by itself.
  private static boolean isArnLike(String value, String actual) {
    var wanted = value.split(":", SEGMENTS);
    var given = actual.split(":", SEGMENTS);
    if (wanted.length != given.length) {
      return false;
    }
    for (var i = 0; i < wanted.length; i++) {
      if (!new Wildcard(wanted[i]).matches(given[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean isNumberLike(String value, String actual) {
    int order;
    try {
      order = new BigDecimal(actual).compareTo(new BigDecimal(value));
    } catch (NumberFormatException _) {
      return false; // what is no number fits none
    }
    return switch (this) {
      case NUMERIC_GREATER_THAN -> order > 0;
      case NUMERIC_GREATER_THAN_EQUALS -> order >= 0;
      case NUMERIC_LESS_THAN -> order < 0;
      case NUMERIC_LESS_THAN_EQUALS -> order <= 0;
      default -> order == 0;
    };
  }
}
