package dev.millrace.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What must become of one message of the stream of sensor readings.
final class ReadingRules {

  private static final List<String> TEXTS = List.of("Name", "StatusTime");
  private static final List<String> NUMBERS =
      List.of("Latitude", "Longitude", "Distance", "MagicPoints", "HealthPoints");

  private static final List<String> MEASURES = List.of("Distance", "MagicPoints", "HealthPoints");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final int MAX_KEY_BYTES = 2048;

  /// What a partition key can hold, in characters.
  private static final int MAX_SUMMED_NAME = 256;

  private static final int MAX_DIGITS = 38;
  private static final int MAX_EXPONENT = 125;
  private static final int MIN_EXPONENT = -130;

  /// Windows leave out numbers that could make a sum inexact.
  private static final BigDecimal COUNTABLE = BigDecimal.TEN.pow(12);

  private static final int COUNTABLE_SCALE = 20;

  private ReadingRules() {}

  /// An item of the table.
  ///
  /// @param key name and time
  /// @param content all attributes in their canonical spelling
  record Item(String key, String content) {}

  /// What a message tells of a unicorn.
  record Sample(String name, BigDecimal distance, BigDecimal magic, BigDecimal health) {}

  /// What Flink sums up.
  ///
  /// @param minute when it began, such as `2017-06-05 09:17:00.000`
  record Summand(String minute, Sample sample) {}

  /// What one message is.
  ///
  /// @param item empty if the message is poison
  /// @param sample empty if no window counts the message
  /// @param summand empty if Flink skips the message
  record Verdict(Optional<Item> item, Optional<Sample> sample, Optional<Summand> summand) {

    static final Verdict NOTHING =
        new Verdict(Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Verdict of(byte[] data) {
    try {
      var node = Json.parse(data);
      return node.isObject()
          ? new Verdict(
              isGood(node) ? Optional.of(item(node)) : Optional.empty(),
              isCounted(node) ? Optional.of(sample(node)) : Optional.empty(),
              isSummed(node) ? Optional.of(summand(node)) : Optional.empty())
          : Verdict.NOTHING;
    } catch (JacksonException e) {
      return Verdict.NOTHING;
    }
  }

  private static boolean isCounted(JsonNode node) {
    return isName(node.path("Name"))
        && MEASURES.stream().allMatch(field -> isCountable(node.path(field)));
  }

  private static boolean isSummed(JsonNode node) {
    return isHarmless(node.path("InputData"))
        && isName(node.path("Name"))
        && node.path("Name").stringValue().codePoints().count() <= MAX_SUMMED_NAME
        && isTime(node.path("StatusTime"))
        && MEASURES.stream().allMatch(field -> isStorable(node.path(field)))
        && node.path("Distance").decimalValue().signum() >= 0;
  }

  private static Summand summand(JsonNode node) {
    var time = LocalDateTime.parse(node.path("StatusTime").stringValue(), TIME);
    return new Summand(time.truncatedTo(ChronoUnit.MINUTES).format(TIME), sample(node));
  }

  private static Sample sample(JsonNode node) {
    return new Sample(
        node.path("Name").stringValue(),
        node.path("Distance").decimalValue(),
        node.path("MagicPoints").decimalValue(),
        node.path("HealthPoints").decimalValue());
  }

  private static boolean isCountable(JsonNode number) {
    if (!number.isNumber()) {
      return false;
    }
    var value = number.decimalValue().stripTrailingZeros();
    return value.abs().compareTo(COUNTABLE) < 0 && value.scale() <= COUNTABLE_SCALE;
  }

  private static boolean isGood(JsonNode node) {
    return isHarmless(node.path("InputData"))
        && isName(node.path("Name"))
        && isTime(node.path("StatusTime"))
        && NUMBERS.stream().allMatch(field -> isStorable(node.path(field)))
        && isWithin(node.path("Latitude"), -90, 90)
        && isWithin(node.path("Longitude"), -180, 180)
        && isWithin(node.path("Distance"), 0, Long.MAX_VALUE);
  }

  private static boolean isHarmless(JsonNode inputData) {
    return inputData.isMissingNode()
        || inputData.isNull()
        || (inputData.isString()
            && !inputData.stringValue().toLowerCase(Locale.ROOT).contains("error"));
  }

  private static boolean isName(JsonNode name) {
    return name.isString()
        && !name.stringValue().isEmpty()
        && name.stringValue().getBytes(UTF_8).length <= MAX_KEY_BYTES;
  }

  private static boolean isTime(JsonNode time) {
    try {
      return time.isString() && LocalDateTime.parse(time.stringValue(), TIME) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isStorable(JsonNode number) {
    if (!number.isNumber()) {
      return false;
    }
    var value = number.decimalValue().stripTrailingZeros();
    var exponent = (long) value.precision() - value.scale() - 1;
    return value.signum() == 0
        || (value.precision() <= MAX_DIGITS
            && exponent <= MAX_EXPONENT
            && exponent >= MIN_EXPONENT);
  }

  private static boolean isWithin(JsonNode number, long least, long most) {
    var value = number.decimalValue();
    return value.compareTo(BigDecimal.valueOf(least)) >= 0
        && value.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  private static Item item(JsonNode node) {
    var attributes = new TreeMap<String, String>();
    TEXTS.forEach(field -> attributes.put(field, Canonical.of(node.get(field))));
    NUMBERS.forEach(field -> attributes.put(field, Canonical.of(node.get(field))));
    return new Item(
        key(node.get("Name").stringValue(), node.get("StatusTime").stringValue()),
        attributes.toString());
  }

  static String key(String name, String time) {
    return name + " at " + time;
  }
}
