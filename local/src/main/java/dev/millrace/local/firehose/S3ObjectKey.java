package dev.millrace.local.firehose;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How a delivery stream names its objects:
/// `<prefix><stream>-<version>-yyyy-MM-dd-HH-mm-ss-<uuid><extension>`.
///
/// A prefix without a `timestamp` expression is followed by `yyyy/MM/dd/HH/`. Nothing is inserted
/// between the two, so such a prefix should end with a slash.
record S3ObjectKey(
    PrefixTemplate prefix, ZoneId zone, String stream, int version, String extension) {

  private static final int LONGEST_PREFIX = 512;
  private static final String LONGEST_ERROR_TYPE = "AmazonOpenSearchService-failed";
  private static final PrefixTemplate BY_HOUR =
      PrefixTemplate.parse("Prefix", "!{timestamp:yyyy/MM/dd/HH/}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT);

  /// Checks the parameters that make up the key.
  ///
  /// @param now the time at which the prefixes are tried out
  /// @throws dev.millrace.local.gateway.AwsException naming the parameter that breaks a rule
  static S3ObjectKey of(String stream, int version, ExtendedS3 config, Instant now) {
    var zone = zone(config.customTimeZone());
    var prefix = PrefixTemplate.parse("Prefix", orEmpty(config.prefix()));
    if (prefix.hasErrorOutputType()) {
      throw Refusal.argument(
          "Prefix: '!{firehose:error-output-type}' is for ErrorOutputPrefix only, was '%s'",
          orEmpty(config.prefix()));
    }
    if (prefix.hasExpressions() && config.errorOutputPrefix() == null) {
      throw Refusal.argument(
          "ErrorOutputPrefix is required if Prefix has expressions, Prefix was '%s'",
          orEmpty(config.prefix()));
    }
    var key =
        new S3ObjectKey(
            prefix.hasTimestamp() ? prefix : prefix.then(BY_HOUR),
            zone,
            stream,
            version,
            extension(config));
    checkLength("Prefix", key.prefix, now, zone);
    checkErrorPrefix(orEmpty(config.errorOutputPrefix()), now, zone);
    return key;
  }

  /// The key of an object.
  ///
  /// @param oldest when the object's oldest record arrived
  String at(Instant oldest, RandomGenerator random) {
    var time = oldest.atZone(zone);
    return prefix.evaluate(time, "", random)
        + "%s-%d-%s-%s%s".formatted(stream, version, TIME.format(time), uuid(random), extension);
  }

  private static void checkErrorPrefix(String text, Instant now, ZoneId zone) {
    var prefix = PrefixTemplate.parse("ErrorOutputPrefix", text);
    if (prefix.hasExpressions() && !prefix.hasErrorOutputType()) {
      throw Refusal.argument(
          "ErrorOutputPrefix: expressions must include '!{firehose:error-output-type}', was '%s'",
          text);
    }
    checkLength("ErrorOutputPrefix", prefix, now, zone);
  }

  private static void checkLength(String member, PrefixTemplate prefix, Instant now, ZoneId zone) {
    var text = evaluate(member, prefix, now, zone);
    if (text.length() > LONGEST_PREFIX) {
      throw Refusal.argument(
          "%s must have at most %d characters when evaluated, had %d: '%s'",
          member, LONGEST_PREFIX, text.length(), text);
    }
  }

  private static String evaluate(String member, PrefixTemplate prefix, Instant now, ZoneId zone) {
    try {
      return prefix.evaluate(now.atZone(zone), LONGEST_ERROR_TYPE, () -> 0);
    } catch (DateTimeException e) {
      throw Refusal.argument("%s: the timestamp cannot be written: %s", member, e.getMessage());
    }
  }

  private static ZoneId zone(@Nullable String name) {
    if (name == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw Refusal.argument(
          "CustomTimeZone must be the name of a time zone such as Europe/Berlin, was '%s'", name);
    }
  }

  private static String extension(ExtendedS3 config) {
    var extension = config.fileExtension();
    if (extension == null || extension.isEmpty()) {
      return config.compressionFormat() == ExtendedS3.CompressionFormat.GZIP ? ".gz" : "";
    }
    if (extension.length() > 128 || !extension.matches("\\.[0-9a-z!\\-_.*'()]+")) {
      throw Refusal.argument(
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
