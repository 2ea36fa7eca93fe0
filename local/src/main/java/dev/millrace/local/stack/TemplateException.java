package dev.millrace.local.stack;

/// A template that cannot be run here: unreadable, inconsistent, or asking for something that is
/// not supported. The message names the place, the rule and the value.
public final class TemplateException extends RuntimeException {

  TemplateException(String message) {
    super(message);
  }

  TemplateException(String message, Throwable cause) {
    super(message, cause);
  }
}
