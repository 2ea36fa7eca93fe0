package dev.millrace.common;

import org.jspecify.annotations.Nullable;

/// The deployment is wrong: whoever deployed the function has to change a setting.
public final class ConfigException extends PipelineException {

  /// @param thing the setting
  /// @param rule what it must be, completing the sentence "thing must …"
  /// @param value what it was
  public ConfigException(String thing, String rule, String value) {
    this(thing, rule, value, null);
  }

  /// As above, when it was noticed through a failed call.
  public ConfigException(String thing, String rule, String value, @Nullable Throwable cause) {
    super("%s must %s, was %s".formatted(thing, rule, value), cause);
  }
}
