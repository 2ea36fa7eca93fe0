package dev.millrace.local.firehose.format;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads `date`: `2026-09-07`, and `2026-9-7` too.
record DateReader() implements ScalarReader {

  @Override
  public void read(JsonParser json, Slot slot) {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw Malformed.input(json.getString());
    }
    read(json.getString(), slot);
  }

  @Override
  public void read(String text, Slot slot) {
    var at = new TimeText(text.toCharArray(), 0, text.length());
    if (!at.date() || !at.isAtEnd()) {
      throw Malformed.input(text);
    }
    slot.number = at.days();
  }
}
