package dev.millrace.local.firehose.prefix;

import static java.util.stream.Collectors.toMap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How a delivery stream names its objects:
/// `<prefix><stream>-<version>-yyyy-MM-dd-HH-mm-ss-<uuid><extension>`.
///
/// A prefix without a time stamp is followed by `yyyy/MM/dd/HH/`. Nothing is inserted between the
/// two, so such a prefix should end with a slash. An error prefix without expressions, or Prefix if
/// there is none, is followed by the type of the error and the same hours.
public record ObjectKeys(
    PrefixTemplate prefix, PrefixTemplate errorPrefix, ZoneId zone, String extension) {

  private static final int LONGEST_PREFIX = 512;
  private static final int LONGEST_EXTENSION = 128;
  private static final PrefixTemplate BY_HOUR =
      PrefixTemplate.parse("Prefix", "!{timestamp:yyyy/MM/dd/HH/}");
  private static final PrefixTemplate BY_TYPE_AND_HOUR =
      new PrefixTemplate(List.of(new PrefixTemplate.Part.ErrorFolder())).then(BY_HOUR);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT);

  /// The parameters that make up the keys.
  ///
  /// @param partitioned whether dynamic partitioning is enabled
  public record Settings(
      @Nullable String prefix,
      @Nullable String errorOutputPrefix,
      @Nullable String customTimeZone,
      @Nullable String fileExtension,
      boolean partitioned) {}

  /// Checks the parameters.
  ///
  /// @param usualExtension what keys end with if `FileExtension` does not say
  /// @param now the time at which the prefixes are tried out
  /// @throws PrefixException naming the parameter that breaks a rule
  public static ObjectKeys of(Settings settings, String usualExtension, Instant now) {
    var prefix = PrefixTemplate.parse("Prefix", orEmpty(settings.prefix()));
    checkPrefix(prefix, settings);
    var error = settings.errorOutputPrefix();
    var keys =
        new ObjectKeys(
            prefix.hasTimestamp() ? prefix : prefix.then(BY_HOUR),
            error == null ? prefix.then(BY_TYPE_AND_HOUR) : errorPrefix(error),
            zone(settings.customTimeZone()),
            extension(settings.fileExtension(), usualExtension));
    keys.tryOut(now);
    return keys;
  }

  private static void checkPrefix(PrefixTemplate prefix, Settings settings) {
    var text = orEmpty(settings.prefix());
    if (prefix.hasErrorOutputType()) {
      throw new PrefixException(
          "Prefix: '!{firehose:error-output-type}' is for ErrorOutputPrefix only, was '%s'", text);
    }
    if (prefix.hasExpressions() && settings.errorOutputPrefix() == null) {
      throw new PrefixException(
          "ErrorOutputPrefix is required if Prefix has expressions, Prefix was '%s'", text);
    }
    checkPartitions(prefix, settings);
  }

  private static void checkPartitions(PrefixTemplate prefix, Settings settings) {
    var hasKeys = !prefix.keysFromQuery().isEmpty() || !prefix.keysFromLambda().isEmpty();
    if (hasKeys && !settings.partitioned()) {
      throw new PrefixException(
          "Prefix: partition keys need DynamicPartitioningConfiguration with Enabled, was '%s'",
          orEmpty(settings.prefix()));
    }
    if (!hasKeys && settings.partitioned()) {
      throw new PrefixException(
          "Prefix: dynamic partitioning needs '!{partitionKeyFromQuery:...}' or"
              + " '!{partitionKeyFromLambda:...}', was '%s'",
          orEmpty(settings.prefix()));
    }
  }

  private static PrefixTemplate errorPrefix(String text) {
    var prefix = PrefixTemplate.parse("ErrorOutputPrefix", text);
    if (!prefix.hasExpressions()) {
      return prefix.then(BY_TYPE_AND_HOUR);
    }
    if (!prefix.hasErrorOutputType()) {
      throw new PrefixException(
          "ErrorOutputPrefix: expressions must include '!{firehose:error-output-type}', was '%s'",
          text);
    }
    return prefix;
  }

  /// The key of an object with records.
  ///
  /// @param stream the delivery stream
  /// @param version of its configuration
  /// @param oldest when the object's oldest record arrived
  /// @param keys of the object's partition
  /// @throws PrefixException if a partition key is missing, or the prefix becomes too long
  public String data(
      String stream, int version, Instant oldest, PartitionKeys keys, RandomGenerator random) {
    var time = oldest.atZone(zone);
    var text = checked("Prefix", prefix.evaluate(time, null, keys, random));
    return text + name(stream, version, time, random) + extension;
  }

  /// The key of an object with failures. It has no extension.
  ///
  /// @param stream the delivery stream
  /// @param version of its configuration
  /// @param oldest when the object's oldest record arrived
  public String error(
      String stream, int version, Instant oldest, ErrorOutput error, RandomGenerator random) {
    var time = oldest.atZone(zone);
    var text = errorPrefix.evaluate(time, error, PartitionKeys.NONE, random);
    return checked("ErrorOutputPrefix", text) + name(stream, version, time, random);
  }

  private static String name(
      String stream, int version, ZonedDateTime time, RandomGenerator random) {
    return "%s-%d-%s-%s".formatted(stream, version, TIME.format(time), uuid(random));
  }

  private void tryOut(Instant now) {
    var time = now.atZone(zone);
    try {
      checked("Prefix", prefix.evaluate(time, null, anyKeys(), () -> 0));
      for (var error : ErrorOutput.values()) {
        checked(
            "ErrorOutputPrefix", errorPrefix.evaluate(time, error, PartitionKeys.NONE, () -> 0));
      }
    } catch (DateTimeException e) {
      throw new PrefixException("The timestamp of a prefix cannot be written: %s", e.getMessage());
    }
  }

  private PartitionKeys anyKeys() {
    return new PartitionKeys(
        prefix.keysFromQuery().stream().collect(toMap(key -> key, _ -> "")),
        prefix.keysFromLambda().stream().collect(toMap(key -> key, _ -> "")));
  }

  private static String checked(String member, String text) {
    if (text.length() > LONGEST_PREFIX) {
      throw new PrefixException(
          "%s must have at most %d characters when evaluated, had %d: '%s'",
          member, LONGEST_PREFIX, text.length(), text);
    }
    return text;
  }

  private static ZoneId zone(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException _) {
      throw new PrefixException(
          "CustomTimeZone must be the name of a time zone such as Europe/Berlin, was '%s'", name);
    }
  }

  private static String extension(@Nullable String extension, String usual) {
    if (extension == null || extension.isEmpty()) {
      return usual;
    }
    if (extension.length() > LONGEST_EXTENSION || !extension.matches("\\.[0-9a-z!\\-_.*'()]+")) {
      throw new PrefixException(
          "FileExtension must be a dot and lower-case letters, digits or !-_.*'(), at most 128 in"
              + " all, was '%s'",
          extension);
    }
    return extension;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /// A random (version 4) UUID.
  private static UUID uuid(RandomGenerator random) {
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x4000L,
        (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
  }
}
