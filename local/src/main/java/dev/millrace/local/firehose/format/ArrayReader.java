package dev.millrace.local.firehose.format;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an array; to OpenX, anything else is an array of one.
record ArrayReader(SlotReader element, boolean lenient) implements SlotReader {

  @Override
  public void read(JsonParser json, Slot slot) {
    slot.size = 0;
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        element.readOrNull(json, next(slot));
      }
    } else if (lenient) {
      element.readOrNull(json, next(slot));
    } else {
      throw Malformed.mismatch("java.io.IOException: Start of Array expected");
    }
  }

  private static Slot next(Slot slot) {
    if (slot.size == slot.children.length) {
      slot.children = Slot.grown(slot.children);
    }
    var next = slot.children[slot.size];
    if (next == null) {
      next = new Slot();
      slot.children[slot.size] = next;
    }
    slot.size++;
    return next;
  }
}
