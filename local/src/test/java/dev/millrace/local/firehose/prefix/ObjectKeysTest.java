package dev.millrace.local.firehose.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.prefix.ObjectKeys.Settings;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectKeysTest {

  private static final Instant OLDEST = Instant.parse("2026-02-28T23:05:09Z");
  private static final String NAME =
      "s-3-2026-02-28-23-05-09-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          "",                                             2026/02/28/23/
          legacy,                                         legacy2026/02/28/23/
          a/,                                             a/2026/02/28/23/
          y=!{timestamp:yyyy}/h=!{timestamp:HH}/,         y=2026/h=23/
          !{timestamp:'year='yyyy'/doy='DDD}/,            year=2026/doy=059/
          !{firehose:random-string}/,                     [A-Za-z0-9]{11}/2026/02/28/23/
          !{timestamp:MM}!!{firehose:random-string}!,     02![A-Za-z0-9]{11}!
          a!b}{c/,                                        a!b}{c/2026/02/28/23/
          """)
  void dataIsNamedByThePrefix(String prefix, String evaluated) {
    var pattern = evaluated.replace("}{", "\\}\\{");

    assertThat(data(settings(prefix, "!{firehose:error-output-type}/")))
        .matches(pattern + NAME + "\\.gz");
  }

  @ParameterizedTest
  @CsvSource({
    "a/, , a/format-conversion-failed/2026/02/28/23/",
    "a/, e/, e/format-conversion-failed/2026/02/28/23/",
    "a/, e-!{firehose:error-output-type}-!{timestamp:dd}/, e-format-conversion-failed-28/"
  })
  void failuresAreNamedByTheErrorPrefixWithoutAnExtension(
      String prefix, @Nullable String error, String evaluated) {
    var keys = keys(settings(prefix, error));

    assertThat(keys.error("s", 3, OLDEST, ErrorOutput.FORMAT_CONVERSION_FAILED, new Random(1)))
        .matches(evaluated + NAME);
  }

  @Test
  void theTimeZoneCountsEverywhere() {
    var settings =
        new Settings(
            "!{timestamp:dd-HH}/", "!{firehose:error-output-type}/", "Asia/Tokyo", null, false);

    assertThat(data(settings)).startsWith("01-08/s-3-2026-03-01-08-05-09-");
  }

  @Test
  void theFileExtensionReplacesTheUsualOne() {
    assertThat(data(new Settings(null, null, "", ".custom.log", false)))
        .endsWith(".custom.log")
        .doesNotContain(".gz");
    assertThat(data(new Settings(null, null, null, "", false))).endsWith(".gz");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          !{firehose:error-output-type}/ | e/ | Prefix: '!{firehose:error-output-type}' is for ErrorOutputPrefix only
          !{timestamp:yyyy}/             |    | ErrorOutputPrefix is required if Prefix has expressions
          !{partitionKeyFromQuery:a}/    | e/ | Prefix: partition keys need DynamicPartitioningConfiguration with Enabled, was '!{partitionKeyFromQuery:a}/'
          a/ | !{timestamp:yyyy}/             | ErrorOutputPrefix: expressions must include '!{firehose:error-output-type}'
          a/ | !{partitionKeyFromLambda:a}/   | ErrorOutputPrefix: partition keys are for Prefix only, was '!{partitionKeyFromLambda:a}'
          !{timestamp:}/                 | e/ | Prefix: timestamp: must be followed by a pattern
          !{timestamp:yyyy               | e/ | Prefix: the expression '!{timestamp:yyyy' lacks its }
          !{timestamp:foo}/              | e/ | must be a pattern of java.time.format.DateTimeFormatter
          !{firehose:x}/                 | e/ | Prefix: firehose: must be followed by random-string or error-output-type, was 'x'
          !{partitionKey:a}/             | e/ | Prefix: an expression must begin with timestamp:
          """)
  void whatBreaksARuleIsNamed(String prefix, @Nullable String error, String problem) {
    assertThatThrownBy(() -> keys(settings(prefix, error)))
        .isInstanceOf(PrefixException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void zonesExtensionsAndLengthsAreChecked() {
    refused(new Settings(null, null, "Mars/Base", null, false), "CustomTimeZone must be the name");
    refused(new Settings(null, null, null, "gz", false), "FileExtension must be a dot");
    refused(new Settings(null, null, null, "." + "x".repeat(128), false), "at most 128");
    refused(settings("x".repeat(500), null), "Prefix must have at most 512 characters");
    refused(settings("a/", "x".repeat(500)), "ErrorOutputPrefix must have at most 512 characters");
  }

  private static void refused(Settings settings, String problem) {
    assertThatThrownBy(() -> keys(settings))
        .isInstanceOf(PrefixException.class)
        .hasMessageContaining(problem);
  }

  private static Settings settings(@Nullable String prefix, @Nullable String error) {
    return new Settings(prefix, error, null, null, false);
  }

  private static ObjectKeys keys(Settings settings) {
    return ObjectKeys.of(settings, ".gz", OLDEST);
  }

  private static String data(Settings settings) {
    return keys(settings).data("s", 3, OLDEST, PartitionKeys.NONE, new Random(1));
  }
}
