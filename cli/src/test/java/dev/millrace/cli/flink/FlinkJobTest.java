package dev.millrace.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkJobTest {

  private static final FlinkBuild FAKE =
      new FlinkBuild(System.getProperty("java.class.path"), FakeJob.class.getName());
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final BlockingQueue<String> deaths = new ArrayBlockingQueue<>(1);

  private static JobProperties job(String kind) {
    return new JobProperties(Map.of("Job", Map.of("kind", kind)));
  }

  @Test
  void aJobIsDrainedAndLeavesItsLogOnly(@TempDir Path logs) throws Exception {
    Path folder;
    try (var job = FlinkJob.start(FAKE, job("lasting"), Optional.of(logs), deaths::add)) {
      job.awaitRunning();
      job.drain(LIMIT);
      folder = job.folder();
      assertThat(folder).exists();
    }

    assertThat(folder).doesNotExist();
    assertThat(deaths).isEmpty();
    assertThat(Files.readAllLines(logs.resolve("fleet-summary.log")))
        .containsExactly(
            "told [{\"PropertyGroupId\":\"Job\",\"PropertyMap\":{\"kind\":\"lasting\"}}]",
            "credentials test");
  }

  @Test
  void aJobThatEndsByItselfIsToldWithTheLastLinesOfItsLog() throws Exception {
    try (var job = FlinkJob.start(FAKE, job("mortal"), Optional.empty(), deaths::add)) {
      assertThatThrownBy(() -> job.drain(LIMIT))
          .isInstanceOf(FlinkException.class)
          .hasMessageContaining("the Flink job ended with exit code 3; its log ends with")
          .hasMessageEndingWith("java.lang.IllegalStateException: no stream");
      assertThat(Objects.requireNonNull(deaths.poll(1, TimeUnit.MINUTES))).contains("exit code 3");
    }
  }

  @Test
  void aJobThatIsNotBuiltSaysHowToBuildIt(@TempDir Path home) {
    assertThatThrownBy(() -> FlinkBuild.in(home.toString()))
        .isInstanceOf(FlinkException.class)
        .hasMessageStartingWith("the Flink job is not built: there is no " + home)
        .hasMessageEndingWith("run: mvn -pl fleet-summary -am package -DskipTests");
  }
}
