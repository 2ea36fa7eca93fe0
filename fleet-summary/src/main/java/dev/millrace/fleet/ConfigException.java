package dev.millrace.fleet;

/// The deployment is wrong: whoever deployed the job has to change a property.
public final class ConfigException extends RuntimeException {

  /// @param thing the property group, or the property as `GROUP/KEY`
  /// @param rule what it must be, completing the sentence "thing must …"
  /// @param value what it was
  ConfigException(String thing, String rule, String value) {
    super("%s must %s, was %s".formatted(thing, rule, value));
  }
}
