package dev.millrace.local.firehose.format;

import tools.jackson.core.JsonParser;

/// Reads `float` and `double`. OpenX takes numbers in text, Hive does not.
record RealReader(boolean single, boolean lenient) implements ScalarReader {

  @Override
  public void read(JsonParser json, Slot slot) {
    switch (json.currentToken()) {
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> readNumber(json, slot);
      case VALUE_STRING -> readText(json, slot);
      default -> throw ScalarReader.notNumeric(json);
    }
  }

  private void readNumber(JsonParser json, Slot slot) {
    var number = json.getDoubleValue();
    if (Double.isInfinite(number) || (single && Float.isInfinite((float) number))) {
      throw ScalarReader.outOfRange(json.getString(), single ? "float" : "double");
    }
    slot.real = number;
  }

  private void readText(JsonParser json, Slot slot) {
    if (!lenient) {
      throw ScalarReader.notNumeric(json);
    }
    read(json.getString(), slot);
  }

  /// As Java reads it: `NaN` and `Infinity` are numbers.
  @Override
  public void read(String text, Slot slot) {
    try {
      slot.real = single ? Float.parseFloat(text) : Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw Malformed.input(text);
    }
  }
}
