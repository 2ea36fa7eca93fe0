package dev.millrace.local.firehose.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Reads `string`, `char`, `varchar` and `binary` (the text as UTF-8).
///
/// Numbers and booleans become their text as it was written. To OpenX so do objects and arrays,
/// without blanks and with their keys in lower case; to Hive they are errors.
///
/// @param length how many characters are kept
/// @param stripped whether trailing blanks go
record TextReader(Keys keys, int length, boolean stripped, boolean lenient)
    implements ScalarReader {

  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final JsonFactory FACTORY = new JsonFactory();

  @Override
  public void read(JsonParser json, Slot slot) {
    switch (json.currentToken()) {
      case VALUE_STRING -> readString(json, slot);
      case START_OBJECT, START_ARRAY -> readStructure(json, slot);
      default -> read(json.getString(), slot);
    }
  }

  private void readString(JsonParser json, Slot slot) {
    if (length != UNLIMITED || !readAscii(json, slot)) {
      read(json.getString(), slot);
    }
  }

  /// The usual text, without making a string of it.
  private static boolean readAscii(JsonParser json, Slot slot) {
    var length = json.getStringLength();
    var characters = json.getStringCharacters();
    var offset = json.getStringOffset();
    var bytes = slot.room(length);
    for (var i = 0; i < length; i++) {
      var c = characters[offset + i];
      if (c >= 0x80) {
        return false;
      }
      bytes[i] = (byte) c;
    }
    slot.size = length;
    return true;
  }

  private void readStructure(JsonParser json, Slot slot) {
    if (!lenient) {
      throw Malformed.data(
          "One or more fields have incorrect format. Exception when validating field (root)");
    }
    var text = new StringWriter();
    try (var writer = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      var depth = 0;
      do {
        if (depth++ > 0) {
          json.nextToken();
        }
        if (json.currentToken() == JsonToken.PROPERTY_NAME) {
          writer.writeName(keys.inOneCase(json.getString()));
        } else {
          writer.copyCurrentEventExact(json);
        }
      } while (!writer.streamWriteContext().inRoot());
    }
    read(text.toString(), slot);
  }

  @Override
  public void read(String text, Slot slot) {
    var kept =
        length < text.length() && text.codePointCount(0, text.length()) > length
            ? text.substring(0, text.offsetByCodePoints(0, length))
            : text;
    slot.set((stripped ? stripped(kept) : kept).getBytes(UTF_8));
  }

  private static String stripped(String text) {
    var end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
