package dev.millrace.local.iam;

/// A policy that IAM would not take, or that asks for something that is not supported here.
public final class PolicyException extends IllegalArgumentException {

  private PolicyException(String message) {
    super(message);
  }

  /// @param path of what is wrong, from the template's resource on
  static PolicyException of(String path, String rule, Object value) {
    return new PolicyException("%s %s, was %s".formatted(path, rule, value));
  }
}
