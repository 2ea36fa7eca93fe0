package dev.millrace.local.firehose.format;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an object into the fields it names. Other keys are passed over, fields without a key are
/// null; of a key that is there twice the last value counts.
final class StructReader implements SlotReader {

  private final Keys keys;
  private final SlotReader[] readers;
  private final boolean lenient;

  StructReader(Keys keys, SlotReader[] readers, boolean lenient) {
    this.keys = keys;
    this.readers = readers;
    this.lenient = lenient;
  }

  @Override
  public void read(JsonParser json, Slot slot) {
    switch (json.currentToken()) {
      case START_OBJECT -> readFields(json, fields(slot));
      case START_ARRAY -> readArray(json, slot);
      default -> throw notAnObject(json);
    }
  }

  private Slot[] fields(Slot slot) {
    if (slot.children.length == 0) {
      slot.children = new Slot[readers.length];
      for (var i = 0; i < readers.length; i++) {
        slot.children[i] = new Slot();
      }
    }
    for (var field : slot.children) {
      field.present = false;
    }
    return slot.children;
  }

  private void readFields(JsonParser json, Slot[] fields) {
    var place = 0;
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      var field = keys.find(name, place++);
      var token = json.nextToken();
      if (field >= 0) {
        readers[field].readOrNull(json, fields[field]);
      } else if (token.isStructStart()) {
        json.skipChildren();
      }
    }
  }

  /// OpenX fills the fields by position.
  private void readArray(JsonParser json, Slot slot) {
    if (!lenient) {
      throw notAnObject(json);
    }
    var fields = fields(slot);
    for (var i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i < readers.length) {
        readers[i].readOrNull(json, fields[i]);
      } else {
        json.skipChildren();
      }
    }
  }

  private Malformed notAnObject(JsonParser json) {
    if (!lenient) {
      return Malformed.mismatch("java.io.IOException: Start of Object expected");
    }
    return notAnObject(json.currentToken(), json.getString());
  }

  static Malformed notAnObject(JsonToken token, String text) {
    var type =
        switch (token) {
          case VALUE_STRING -> "java.lang.String";
          case VALUE_NUMBER_INT -> "java.lang.Long";
          case VALUE_NUMBER_FLOAT -> "java.lang.Double";
          case VALUE_TRUE, VALUE_FALSE -> "java.lang.Boolean";
          default -> "a JSON array";
        };
    return Malformed.mismatch("Data is not JSONObject  but " + type + " with value " + text);
  }
}
