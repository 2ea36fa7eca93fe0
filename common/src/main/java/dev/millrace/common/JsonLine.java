package dev.millrace.common;

/// A JSON value on one line, which `Json.write` takes over as it is. Made by `Json.line`.
public final class JsonLine {

  private final String json;

  JsonLine(String json) {
    this.json = json;
  }

  /// The JSON.
  @Override
  public String toString() {
    return json;
  }
}
