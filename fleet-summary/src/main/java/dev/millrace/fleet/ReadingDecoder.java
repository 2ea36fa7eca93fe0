package dev.millrace.fleet;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.millrace.fleet.kinesis.MalformedException;
import dev.millrace.fleet.kinesis.RecordDecoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;

/// Reads the JSON of one reading, by the sensor persister's rules for the fields that count here.
final class ReadingDecoder implements RecordDecoder<Reading> {

  private static final JSON JSON_IN = JSON.std.with(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS);

  /// A partition key of Kinesis ends here, in characters.
  private static final int MAX_NAME = 256;

  private static final int MAX_DIGITS = 38;
  private static final int MAX_EXPONENT = 125;
  private static final int MIN_EXPONENT = -130;
  private static final int SNIPPET_LENGTH = 100;

  @Override
  public void decode(byte[] data, Output<Reading> out) throws MalformedException {
    var json = text(data);
    var fields = fields(json);
    refuseMarked(fields);
    var reading =
        new Reading(
            name(fields),
            distance(fields),
            number(fields, "MagicPoints"),
            number(fields, "HealthPoints"),
            json);
    out.collect(reading, time(fields));
  }

  private static String text(byte[] data) throws MalformedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("a reading must be text in UTF-8");
    }
  }

  private static Map<String, Object> fields(String json) throws MalformedException {
    try {
      return JSON_IN.mapFrom(json);
    } catch (IOException | RuntimeException e) {
      throw new MalformedException("a reading must be a JSON object, was " + snippet(json));
    }
  }

  /// The workshop's producer marks a message as bad on purpose.
  private static void refuseMarked(Map<String, Object> fields) throws MalformedException {
    var mark = fields.get("InputData");
    if (mark == null) {
      return;
    }
    if (!(mark instanceof String text) || text.toLowerCase(Locale.ROOT).contains("error")) {
      throw refused("InputData", "be a string without \"error\"", fields);
    }
  }

  private static String name(Map<String, Object> fields) throws MalformedException {
    if (fields.get("Name") instanceof String name
        && !name.isEmpty()
        && name.codePointCount(0, name.length()) <= MAX_NAME
        && StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      return name;
    }
    throw refused("Name", "be a string of 1 to 256 characters", fields);
  }

  private static long time(Map<String, Object> fields) throws MalformedException {
    var rule = "be a time such as 2017-06-05 09:17:08.189";
    if (!(fields.get("StatusTime") instanceof String text)) {
      throw refused("StatusTime", rule, fields);
    }
    try {
      return StatusTime.parse(text);
    } catch (DateTimeParseException e) {
      throw refused("StatusTime", rule, fields);
    }
  }

  private static BigDecimal distance(Map<String, Object> fields) throws MalformedException {
    var distance = number(fields, "Distance");
    if (distance.signum() < 0) {
      throw refused("Distance", "be a number of zero or more", fields);
    }
    return distance;
  }

  private static BigDecimal number(Map<String, Object> fields, String field)
      throws MalformedException {
    var value = fields.get(field);
    if (value instanceof Integer || value instanceof Long) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof BigInteger whole && isShort(new BigDecimal(whole))) {
      return new BigDecimal(whole);
    }
    if (value instanceof BigDecimal number && isShort(number)) {
      return number;
    }
    throw refused(field, "be a number of at most 38 digits from 1E-130 to 9.99E+125", fields);
  }

  /// Whether it can be added to others without filling the memory.
  private static boolean isShort(BigDecimal number) {
    if (number.signum() == 0) {
      return Math.abs((long) number.scale()) <= MAX_EXPONENT;
    }
    var bare = number.stripTrailingZeros();
    var exponent = (long) bare.precision() - bare.scale() - 1;
    return bare.precision() <= MAX_DIGITS && exponent <= MAX_EXPONENT && exponent >= MIN_EXPONENT;
  }

  private static MalformedException refused(String field, String rule, Map<String, Object> fields) {
    var value = fields.containsKey(field) ? snippet(String.valueOf(fields.get(field))) : "missing";
    return new MalformedException("%s must %s, was %s".formatted(field, rule, value));
  }

  private static String snippet(String text) {
    return text.length() <= SNIPPET_LENGTH ? text : text.substring(0, SNIPPET_LENGTH) + "…";
  }
}
