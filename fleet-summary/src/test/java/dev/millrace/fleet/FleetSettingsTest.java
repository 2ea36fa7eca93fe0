package dev.millrace.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fleet.kinesis.SourceSettings.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetSettingsTest {

  private static final String PROPERTIES =
      """
      [{"PropertyGroupId": "InputStream0", "PropertyMap": {
        "stream.name": "wildrydes", "aws.region": "us-east-1"}},
       {"PropertyGroupId": "OutputStream0", "PropertyMap": {
        "stream.name": "wildrydes-summary", "aws.region": "us-east-1"}}]
      """;

  @TempDir private Path folder;

  private FleetSettings read(String properties) throws IOException {
    var file = Files.writeString(folder.resolve("properties.json"), properties);
    return FleetSettings.from(FleetSummaryJob.properties(new String[] {file.toString()}));
  }

  @Test
  void haveDefaults() throws IOException {
    var settings = read(PROPERTIES);

    assertThat(settings.window()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.lateStream()).isNull();
    assertThat(settings.source().start()).isEqualTo(Start.LATEST);
    assertThat(settings.source().readInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.source().outOfOrderness()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.source().idleness()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stream.name          | ' '         | InputStream0/stream.name must be set, was unset or blank
          source.init.position | NOW         | InputStream0/source.init.position must be one of [LATEST, TRIM_HORIZON, AT_TIMESTAMP], was NOW
          source.init.position | AT_TIMESTAMP | InputStream0/source.init.timestamp must be set if source.init.position is AT_TIMESTAMP, and only then, was unset or blank
          aws.endpoint         | 4566        | InputStream0/aws.endpoint must be a URL such as http://127.0.0.1:4566, was 4566
          source.shard.get-records.max-record-count | 10001 | InputStream0/source.shard.get-records.max-record-count must be a whole number from 1 to 10000, was 10001
          source.shard.get-records.interval | 1s | InputStream0/source.shard.get-records.interval must be an ISO-8601 duration of at least PT0.001S, was 1s
          stream.names         | x           | a property of group InputStream0 must be one of
          """)
  void areRefusedByGroupPropertyRuleAndValue(String key, String value, String message) {
    var properties =
        PROPERTIES.replace(
            "\"stream.name\": \"wildrydes\",",
            (key.equals("stream.name") ? "" : "\"stream.name\": \"wildrydes\",")
                + "\"%s\": \"%s\",".formatted(key, value));

    assertThatThrownBy(() -> read(properties))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }
}
