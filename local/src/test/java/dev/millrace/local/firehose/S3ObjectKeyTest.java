package dev.millrace.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.ExtendedS3.CompressionFormat;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ObjectKeyTest {

  /// A Sunday in the first week of the next year, an hour before midnight in UTC.
  private static final Instant OLDEST = Instant.parse("2026-12-27T23:05:09.123Z");

  private static final String UUID =
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "                                      | 2026/12/27/23/",
        "logs/                                 | logs/2026/12/27/23/",
        "logs                                  | logs2026/12/27/23/",
        "a/!{timestamp:yyyy/MM/dd/HH}/         | a/2026/12/27/23/",
        "y=!{timestamp:yyyy}/m=!{timestamp:MM}/| y=2026/m=12/",
        "!{timestamp:'at'-yyyy}/               | at-2026/",
        "!{timestamp:YYYY}/                    | 2027/",
        "!{timestamp:EEE-MMM-DDD}/             | Sun-Dec-361/",
        "r/!{firehose:random-string}/          | r/[A-Za-z0-9]{11}/2026/12/27/23/",
      })
  void aPrefixIsEvaluatedAtTheArrivalOfTheOldestRecord(@Nullable String prefix, String expected) {
    var text = prefix == null ? "" : prefix;
    var config =
        Configs.prefixes(text, text.contains("!{") ? "e/!{firehose:error-output-type}/" : null);

    assertThat(key(config)).matches(expected + "orders-1-2026-12-27-23-05-09-" + UUID);
  }

  @Test
  void anotherTimeZoneCountsForPrefixAndName() {
    assertThat(key(Configs.zone("z/", "Asia/Tokyo")))
        .startsWith("z/2026/12/28/08/orders-1-2026-12-28-08-05-09-");
  }

  @ParameterizedTest(name = "{0} with extension {1} ends with {2}")
  @CsvSource(value = {"UNCOMPRESSED,,''", "GZIP,,.gz", "GZIP,.json.gz,.json.gz", ",.json,.json"})
  void theExtensionIsTheGivenOneOrThatOfTheCompression(
      @Nullable CompressionFormat format, @Nullable String extension, String end) {
    assertThat(key(Configs.files(format, extension))).matches(".*-[0-9a-f]{12}" + end);
  }

  @Test
  void eachRandomStringIsNew() {
    var config =
        Configs.prefixes(
            "!{firehose:random-string}/!{firehose:random-string}/!{timestamp:yyyy}/",
            "!{firehose:error-output-type}/");

    var parts = key(config).split("/", -1);

    assertThat(parts[0]).isNotEqualTo(parts[1]);
  }

  @Test
  void oneSeedGivesOneKey() {
    assertThat(key(Configs.prefixes(null, null))).isEqualTo(key(Configs.prefixes(null, null)));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "!{timestamp:yyyy}/ | | ErrorOutputPrefix is required if Prefix has expressions",
        "!{firehose:error-output-type}/ | e/ | is for ErrorOutputPrefix only",
        "a/ | !{timestamp:yyyy}/ | must include '!{firehose:error-output-type}'",
        "!{timestamp:yyyy | e/ | '!{timestamp:yyyy' lacks its }",
        "!{timestamp:bbb}/ | e/ | must be a pattern of java.time.format.DateTimeFormatter",
        "!{timestamp:}/ | e/ | must be followed by a pattern",
        "!{timestamp}/ | e/ | must be followed by a pattern",
        "!{date:yyyy}/ | e/ | must begin with timestamp: or firehose:, was '!{date:yyyy}'",
        "!{firehose:random}/ | e/ | must be followed by random-string or error-output-type",
        "!{partitionKeyFromQuery:k}/ | e/ | needs dynamic partitioning",
        "!{partitionKeyFromLambda:k}/ | e/ | needs dynamic partitioning",
      })
  void aWrongPrefixIsRefusedWithItsRule(
      String prefix, @Nullable String errorPrefix, String message) {
    refused(Configs.prefixes(prefix, errorPrefix), message);
  }

  @Test
  void aPrefixMayHave512CharactersOnceEvaluated() {
    // the default that follows has 14
    assertThat(key(Configs.prefixes("p".repeat(498), null))).startsWith("ppp");
    refused(Configs.prefixes("p".repeat(499), null), "at most 512 characters when evaluated");
  }

  @Test
  void aWrongTimeZoneOrExtensionIsRefused() {
    refused(Configs.zone("", "Mars/Olympus"), "CustomTimeZone must be the name of a time zone");
    refused(Configs.files(null, "json"), "FileExtension must be a dot");
    refused(Configs.files(null, ".JSON"), "FileExtension must be a dot");
  }

  private static String key(ExtendedS3 config) {
    return S3ObjectKey.of("orders", 1, config, OLDEST).at(OLDEST, new SplittableRandom(5));
  }

  private static void refused(ExtendedS3 config, String message) {
    assertThatThrownBy(() -> S3ObjectKey.of("orders", 1, config, OLDEST))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining(message);
  }
}
