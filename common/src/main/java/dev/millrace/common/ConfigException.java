package dev.millrace.common;

/// The deployment is wrong: whoever deployed the function has to change a setting.
public final class ConfigException extends PipelineException {

  /// @param thing the setting
  /// @param rule what it must be, completing the sentence "thing must …"
  /// @param value what it was
  public ConfigException(String thing, String rule, String value) {
    super("%s must %s, was %s".formatted(thing, rule, value), null);
  }
}
