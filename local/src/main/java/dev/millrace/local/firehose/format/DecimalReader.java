package dev.millrace.local.firehose.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.core.JsonParser;

/// Reads `decimal(p,s)`: digits beyond the scale are rounded half up, more digits before the point
/// than there is room for are an error. Both deserializers take numbers in text.
record DecimalReader(int precision, int scale) implements ScalarReader {

  @Override
  public void read(JsonParser json, Slot slot) {
    switch (json.currentToken()) {
      // the text, for the parser would first make a double of it
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT, VALUE_STRING -> read(json.getString(), slot);
      default -> throw ScalarReader.notNumeric(json);
    }
  }

  @Override
  public void read(String text, Slot slot) {
    slot.decimal = fitted(text, parse(text));
  }

  private static BigDecimal parse(String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException _) {
      throw Malformed.input(text);
    }
  }

  private BigDecimal fitted(String text, BigDecimal number) {
    // longs, because an exponent may be as large as an int; and decided before setScale, which
    // would write out all the digits of 1e1000000000
    var whole = (long) number.precision() - number.scale();
    if (number.signum() == 0 || whole < -scale - 1L) {
      return BigDecimal.ZERO.setScale(scale);
    }
    if (whole <= precision - scale) {
      var rounded = number.setScale(scale, RoundingMode.HALF_UP);
      if (rounded.precision() <= precision) {
        return rounded;
      }
    }
    throw ScalarReader.outOfRange(text, "decimal(" + precision + "," + scale + ")");
  }
}
