package dev.millrace.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.stack.FlinkApplication;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobPropertiesTest {

  private final JobProperties properties =
      JobProperties.of(
          new FlinkApplication(
              "sums",
              Map.of(
                  "InputStream0", Map.of("stream.name", "in", "source.init.position", "LATEST"),
                  "OutputStream0", Map.of("stream.name", "out"),
                  "Job", Map.of("window", "PT1M"))));

  @Test
  void streamsAreThoseOfTheStackAndNothingElseIsChanged() {
    assertThat(properties.at(URI.create("http://127.0.0.1:4566")).json())
        .isEqualTo(
            """
            [{"PropertyGroupId":"InputStream0","PropertyMap":{"aws.endpoint":"http://127.0.0.1:4566",\
            "source.init.position":"LATEST","stream.name":"in"}},\
            {"PropertyGroupId":"Job","PropertyMap":{"window":"PT1M"}},\
            {"PropertyGroupId":"OutputStream0","PropertyMap":{"aws.endpoint":"http://127.0.0.1:4566",\
            "stream.name":"out"}}]\
            """);
    assertThat(properties.summaryStream()).isEqualTo("out");
  }

  @Test
  void aJobForEverythingReadsAllAndFindsNothingTooLate() {
    assertThat(properties.forEverything().groups())
        .containsEntry(
            "InputStream0", Map.of("stream.name", "in", "source.init.position", "TRIM_HORIZON"))
        .containsEntry("Job", Map.of("window", "PT1M", "out.of.orderness", "P36500D"));
  }
}
