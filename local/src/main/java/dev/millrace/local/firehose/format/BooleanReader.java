package dev.millrace.local.firehose.format;

import tools.jackson.core.JsonParser;

/// Reads `boolean`. To OpenX a text other than `true` is false; Hive takes no text.
record BooleanReader(boolean lenient) implements ScalarReader {

  @Override
  public void read(JsonParser json, Slot slot) {
    switch (json.currentToken()) {
      case VALUE_TRUE -> slot.number = 1;
      case VALUE_FALSE -> slot.number = 0;
      case VALUE_STRING -> readText(json, slot);
      default -> throw notBoolean(json);
    }
  }

  private void readText(JsonParser json, Slot slot) {
    if (!lenient) {
      throw notBoolean(json);
    }
    read(json.getString(), slot);
  }

  @Override
  public void read(String text, Slot slot) {
    slot.number = Boolean.parseBoolean(text) ? 1 : 0;
  }

  private static Malformed notBoolean(JsonParser json) {
    return Malformed.mismatch("Current token (" + json.currentToken() + ") not of boolean type");
  }
}
