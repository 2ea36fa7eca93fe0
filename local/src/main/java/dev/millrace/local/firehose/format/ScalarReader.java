package dev.millrace.local.firehose.format;

import tools.jackson.core.JsonParser;

/// Reads a value that has no parts, from a JSON token or from the text of a map's key.
interface ScalarReader extends SlotReader, MapReader.KeyReader {

  static Malformed notNumeric(JsonParser json) {
    return Malformed.mismatch(
        "Current token ("
            + json.currentToken()
            + ") not numeric, can not use numeric value accessors");
  }

  static Malformed outOfRange(String text, String type) {
    return Malformed.mismatch("Value " + text + " is out of range for the type " + type);
  }
}
