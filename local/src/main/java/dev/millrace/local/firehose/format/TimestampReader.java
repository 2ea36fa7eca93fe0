package dev.millrace.local.firehose.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import tools.jackson.core.JsonParser;

/// Reads `timestamp` as OpenX does: a spelling of [TimeText], or the time since 1970, in seconds
/// below 10^12 and in milliseconds from there on, as a number or in text.
///
/// Deviates from AWS: a time before year 0 or after year 9999 is an error, where AWS writes an
/// unrelated time (seen with 999999999999).
record TimestampReader() implements ScalarReader {

  private static final long FIRST_MILLISECONDS = 1_000_000_000_000L;
  private static final long EARLIEST = -62_167_219_200L;
  private static final long LATEST = 253_402_300_799L;
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

  @Override
  public void read(JsonParser json, Slot slot) {
    switch (json.currentToken()) {
      case VALUE_STRING -> readString(json, slot);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readEpoch(json.getString(), slot);
      default -> throw ScalarReader.notNumeric(json);
    }
  }

  private static void readString(JsonParser json, Slot slot) {
    // the length first: it makes the parser decode the text
    var length = json.getStringLength();
    var text = new TimeText(json.getStringCharacters(), json.getStringOffset(), length);
    if (!text.readInto(slot)) {
      readEpoch(json.getString(), slot);
    }
  }

  @Override
  public void read(String text, Slot slot) {
    if (!new TimeText(text.toCharArray(), 0, text.length()).readInto(slot)) {
      readEpoch(text, slot);
    }
  }

  private static void readEpoch(String text, Slot slot) {
    var number = number(text);
    // beyond 18 digits before the point no time is in range, and 1e1000000000 is not written out
    if (number.signum() != 0 && (long) number.precision() - number.scale() > 18) {
      throw ScalarReader.outOfRange(text, "timestamp");
    }
    var milliseconds = number.abs().compareTo(BigDecimal.valueOf(FIRST_MILLISECONDS)) >= 0;
    var seconds = milliseconds ? number.movePointLeft(3) : number;
    var nanos = nanos(seconds).divideAndRemainder(BILLION);
    var borrow = nanos[1].signum() < 0 ? 1 : 0;
    set(
        text,
        nanos[0].longValueExact() - borrow,
        nanos[1].intValue() + borrow * 1_000_000_000,
        slot);
  }

  private static BigInteger nanos(BigDecimal seconds) {
    if (seconds.signum() == 0 || seconds.scale() > 64) {
      return BigInteger.ZERO;
    }
    return seconds.movePointRight(9).setScale(0, RoundingMode.DOWN).toBigInteger();
  }

  static void set(String text, long seconds, int nanos, Slot slot) {
    if (seconds < EARLIEST || seconds > LATEST) {
      throw ScalarReader.outOfRange(text, "timestamp");
    }
    slot.number = seconds;
    slot.nanos = nanos;
  }

  private static BigDecimal number(String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException _) {
      throw Malformed.input(text);
    }
  }
}
