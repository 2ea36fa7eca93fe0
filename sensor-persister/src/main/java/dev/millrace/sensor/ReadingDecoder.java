package dev.millrace.sensor;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of one reading.
///
/// What DynamoDB would refuse later is refused here, by field, so that one bad record never fails
/// the 24 others of a write. Fields it does not know are ignored and not stored, so that producers
/// may add some before this function knows them.
final class ReadingDecoder {

  private static final DateTimeFormatter STATUS_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /// DynamoDB's limit for a partition key.
  private static final int MAX_NAME_BYTES = 2048;

  /// DynamoDB's limits for a number.
  private static final int MAX_DIGITS = 38;

  private static final int MAX_EXPONENT = 125;
  private static final int MIN_EXPONENT = -130;

  private static final int SNIPPET_LENGTH = 100;

  private final Map<String, @Nullable Object> fields;

  private ReadingDecoder(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  static Decoded<Reading> decode(byte[] data) {
    return Json.object(data).flatMap(fields -> new ReadingDecoder(fields).reading());
  }

  private Decoded<Reading> reading() {
    try {
      checkInputData();
      return Decoded.valid(
          new Reading(
              name(),
              statusTime(),
              number("Latitude", -90, 90),
              number("Longitude", -180, 180),
              number("Distance", 0, Long.MAX_VALUE),
              number("MagicPoints"),
              number("HealthPoints")));
    } catch (Refused refused) {
      return Decoded.malformed(refused.reason());
    }
  }

  /// The workshop's producer marks a message as bad on purpose.
  private void checkInputData() {
    if (fields.get("InputData") == null) {
      return;
    }
    text(
        "InputData",
        "be a string without \"error\"",
        value -> !value.toLowerCase(Locale.ROOT).contains("error"));
  }

  private String name() {
    return text(
        "Name",
        "be a string of 1 to 2048 bytes in UTF-8",
        value ->
            !value.isEmpty()
                && StandardCharsets.UTF_8.newEncoder().canEncode(value)
                && value.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES);
  }

  private String statusTime() {
    return text(
        "StatusTime", "be a time such as 2017-06-05 09:17:08.189", ReadingDecoder::isStatusTime);
  }

  private static boolean isStatusTime(String text) {
    try {
      STATUS_TIME.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private String text(String field, String rule, Predicate<String> test) {
    if (fields.get(field) instanceof String text && test.test(text)) {
      return text;
    }
    throw refused(field, rule);
  }

  private BigDecimal number(String field, long min, long max) {
    var number = number(field);
    if (number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw refused(field, "be a number from %d to %d".formatted(min, max));
    }
    return number;
  }

  private BigDecimal number(String field) {
    var number =
        switch (fields.get(field)) {
          case Long value -> BigDecimal.valueOf(value);
          case BigInteger value -> new BigDecimal(value);
          case BigDecimal value -> value;
          case null, default -> throw refused(field, "be a number");
        };
    if (!isStorable(number)) {
      throw refused(field, "be a number of at most 38 digits from 1E-130 to 9.99E+125");
    }
    return number;
  }

  private static boolean isStorable(BigDecimal number) {
    if (number.signum() == 0) {
      return true;
    }
    var bare = number.stripTrailingZeros();
    var exponent = bare.precision() - bare.scale() - 1;
    return bare.precision() <= MAX_DIGITS && exponent <= MAX_EXPONENT && exponent >= MIN_EXPONENT;
  }

  private Refused refused(String field, String rule) {
    var value = fields.containsKey(field) ? Json.write(fields.get(field)) : "missing";
    var snippet =
        value.length() <= SNIPPET_LENGTH ? value : value.substring(0, SNIPPET_LENGTH) + "…";
    return new Refused("%s must %s, was %s".formatted(field, rule, snippet));
  }

  /// Ends reading; carries no more than the reason.
  private static final class Refused extends RuntimeException {

    Refused(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
