package dev.millrace.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionLogsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void memoryHoldsTheLatestEntriesAndFilesHoldAll(@TempDir Path temp) throws Exception {
    var directory = temp.resolve("not/there/yet");
    try (var logs = new FunctionLogs(() -> NOW, 2, Optional.of(directory))) {
      logs.append("f", "s", "one");
      logs.append("f", "s", "two");
      logs.append("f", "s", "three");
      logs.append("g", "s", "other");

      assertThat(logs.lines("f")).containsExactly("two", "three");
      assertThat(logs.functions()).containsExactly("f", "g");
      assertThat(Files.readString(directory.resolve("f.log")))
          .isEqualTo(
              """
              2026-03-01T12:00:00Z one
              2026-03-01T12:00:00Z two
              2026-03-01T12:00:00Z three
              """);
    }
  }

  @Test
  void consumersHearNewEntriesUntilTheyAreClosed() {
    var logs = FunctionLogs.inMemory(() -> NOW);
    var all = new ArrayList<String>();
    var ofG = new ArrayList<String>();
    var first = logs.subscribe(event -> all.add(event.message()));
    try (var _ = logs.subscribe("g", event -> ofG.add(event.message()))) {
      logs.append("f", "s", "one");
      logs.append("g", "s", "two");
      first.close();
      logs.append("g", "s", "three");
    }

    assertThat(all).containsExactly("one", "two");
    assertThat(ofG).containsExactly("two", "three");
  }

  @Test
  void aFileThatCannotBeWrittenDoesNotStopTheLog(@TempDir Path temp) throws Exception {
    Files.createDirectory(temp.resolve("f.log"));
    try (var logs = new FunctionLogs(() -> NOW, 10, Optional.of(temp))) {
      logs.append("f", "s", "one");

      assertThat(logs.lines("f")).containsExactly("one");
    }
  }

  @Test
  void capacityMustBePositive() {
    assertThatThrownBy(() -> new FunctionLogs(() -> NOW, 0, Optional.empty()))
        .hasMessage("log capacity must be positive, was 0");
  }
}
