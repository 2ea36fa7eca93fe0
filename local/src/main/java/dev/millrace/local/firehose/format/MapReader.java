package dev.millrace.local.firehose.format;

import java.util.HashMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an object into keys and values; of a key that is there twice the last value counts.
record MapReader(Keys keys, KeyReader key, SlotReader value, boolean lenient)
    implements SlotReader {

  /// Turns the text of a JSON key into the map's type of key.
  interface KeyReader {

    /// Reads the text of a key.
    ///
    /// @throws Malformed if the text does not fit the type
    void read(String key, Slot slot);
  }

  @Override
  public void read(JsonParser json, Slot slot) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw lenient
          ? StructReader.notAnObject(json.currentToken(), json.getString())
          : Malformed.mismatch("java.io.IOException: Start of Object expected");
    }
    var places = new HashMap<String, Integer>();
    slot.size = 0;
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      var place = places.putIfAbsent(keys.inOneCase(name), places.size());
      if (place == null) {
        place = slot.size++;
        grow(slot);
        slot.keys[place].present = true;
        key.read(keys.inOneCase(name), slot.keys[place]);
      }
      value.readOrNull(json, slot.children[place]);
    }
  }

  private static void grow(Slot slot) {
    if (slot.size > slot.keys.length) {
      slot.keys = Slot.grown(slot.keys);
      slot.children = Slot.grown(slot.children);
    }
    var last = slot.size - 1;
    if (slot.keys[last] == null) {
      slot.keys[last] = new Slot();
      slot.children[last] = new Slot();
    }
  }
}
