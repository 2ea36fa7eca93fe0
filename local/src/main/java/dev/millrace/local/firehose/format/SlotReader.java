package dev.millrace.local.firehose.format;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a JSON value into a slot, as its type wants it.
interface SlotReader {

  /// Reads the value that begins with the parser's current token, which is not `null`, and leaves
  /// the parser at its last token.
  ///
  /// @throws Malformed if the value does not fit the type
  void read(JsonParser json, Slot slot);

  /// Reads any value.
  default void readOrNull(JsonParser json, Slot slot) {
    slot.present = json.currentToken() != JsonToken.VALUE_NULL;
    if (slot.present) {
      read(json, slot);
    }
  }
}
