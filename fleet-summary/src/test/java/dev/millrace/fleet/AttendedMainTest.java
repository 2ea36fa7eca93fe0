package dev.millrace.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fleet.RandomReadings.Sent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The job in a process of its own.
@Tag("slow")
@Timeout(120)
class AttendedMainTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @Test
  void sumsUpAllThatWasPutWhenItIsDrainedAndEndsWithItsInput(@TempDir Path folder)
      throws Exception {
    var random = new Random(31);
    var names = List.of("Shadowfax", "Rocinante");
    var tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MINUTES);
    var readings = new ArrayList<>(RandomReadings.of(names, tomorrow, 90, random));
    readings.addAll(RandomReadings.of(names, NOON, 150, random));
    try (var fleet = new Fleet(2)) {
      var process = start(properties(folder, fleet.endpoint()), folder);
      try (var out = process.inputReader(UTF_8);
          var in = process.outputWriter(UTF_8)) {
        assertThat(out.readLine()).isEqualTo("running");
        // what has not come to be must not make late what has
        put(fleet, readings.subList(0, 180));
        Collections.shuffle(readings.subList(180, 480), random);
        put(fleet, readings.subList(180, 480));
        in.append("drain\n").flush();
        assertThat(out.readLine()).isEqualTo("drained");
        assertThat(fleet.summaries(10))
            .containsExactlyInAnyOrderElementsOf(RandomReadings.summaries(readings));
        assertThat(process.isAlive()).isTrue();
      }

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }

  private static void put(Fleet fleet, List<Sent> readings) {
    var shards = fleet.shards();
    for (var i = 0; i < readings.size(); i++) {
      fleet.put(shards.get(i % shards.size()), readings.get(i).json());
    }
  }

  private static Path properties(Path folder, URI endpoint) throws IOException {
    return Files.writeString(
        folder.resolve("properties.json"),
        """
        [{"PropertyGroupId": "InputStream0", "PropertyMap": {"stream.name": "wildrydes",
          "aws.region": "us-east-1", "aws.endpoint": "%1$s",
          "source.init.position": "TRIM_HORIZON"}},
         {"PropertyGroupId": "OutputStream0", "PropertyMap": {"stream.name": "wildrydes-summary",
          "aws.region": "us-east-1", "aws.endpoint": "%1$s"}},
         {"PropertyGroupId": "Job", "PropertyMap": {"out.of.orderness": "P36500D"}}]
        """
            .formatted(endpoint));
  }

  private static Process start(Path properties, Path folder) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                AttendedMain.class.getName(),
                properties.toString())
            .redirectError(folder.resolve("log").toFile());
    builder.environment().put("AWS_ACCESS_KEY_ID", "test");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    return builder.start();
  }
}
