package dev.millrace.local.firehose.format;

import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;

/// Reads `tinyint` to `bigint`.
///
/// OpenX takes whole numbers in text, even `0x1F`, but no number with a point. Hive takes numbers
/// only and cuts off what follows the point.
record WholeReader(String type, long least, long most, boolean lenient) implements ScalarReader {

  static WholeReader of(HiveType.Simple type, boolean lenient) {
    return switch (type) {
      case TINYINT -> new WholeReader("tinyint", Byte.MIN_VALUE, Byte.MAX_VALUE, lenient);
      case SMALLINT -> new WholeReader("smallint", Short.MIN_VALUE, Short.MAX_VALUE, lenient);
      case INT -> new WholeReader("int", Integer.MIN_VALUE, Integer.MAX_VALUE, lenient);
      case BIGINT -> new WholeReader("bigint", Long.MIN_VALUE, Long.MAX_VALUE, lenient);
      case BOOLEAN, FLOAT, DOUBLE, STRING, BINARY, DATE, TIMESTAMP ->
          throw new IllegalArgumentException(type + " is not a type of whole numbers");
    };
  }

  @Override
  public void read(JsonParser json, Slot slot) {
    switch (json.currentToken()) {
      case VALUE_NUMBER_INT -> set(asLong(json), slot);
      case VALUE_NUMBER_FLOAT -> readFraction(json, slot);
      case VALUE_STRING -> readText(json, slot);
      case START_OBJECT, START_ARRAY, VALUE_TRUE, VALUE_FALSE ->
          throw ScalarReader.notNumeric(json);
      default -> throw new IllegalStateException("no value: " + json.currentToken());
    }
  }

  private void readText(JsonParser json, Slot slot) {
    if (!lenient) {
      throw ScalarReader.notNumeric(json);
    }
    read(json.getString(), slot);
  }

  private void readFraction(JsonParser json, Slot slot) {
    if (lenient) {
      throw Malformed.input(json.getString());
    }
    set(asLong(json), slot);
  }

  private long asLong(JsonParser json) {
    try {
      return json.getLongValue();
    } catch (InputCoercionException _) {
      throw ScalarReader.outOfRange(json.getString(), type);
    }
  }

  @Override
  public void read(String text, Slot slot) {
    try {
      var hex = text.startsWith("0x") || text.startsWith("0X");
      var number = hex ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
      if (number.bitLength() >= Long.SIZE) {
        throw ScalarReader.outOfRange(text, type);
      }
      set(number.longValue(), slot);
    } catch (NumberFormatException _) {
      throw Malformed.input(text);
    }
  }

  private void set(long number, Slot slot) {
    if (number < least || number > most) {
      throw ScalarReader.outOfRange(Long.toString(number), type);
    }
    slot.number = number;
  }
}
