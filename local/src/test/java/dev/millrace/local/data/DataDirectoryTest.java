package dev.millrace.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void oneProcessHasItAtATime() {
    var path = folder.resolve("data");
    try (var _ = DataDirectory.open(path)) {
      assertThatThrownBy(() -> DataDirectory.open(path))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "data directory %s is in use by another stack (process %d); stop it or name another"
                  + " directory",
              path, ProcessHandle.current().pid());
    }
    DataDirectory.open(path).close();
  }

  @Test
  void anotherFormatIsRefusedByName() throws IOException {
    DataDirectory.open(folder).close();
    Files.writeString(folder.resolve("format"), "millrace-data 2\n");

    assertThatThrownBy(() -> DataDirectory.open(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "%s was written in the format 'millrace-data 2', this version reads 'millrace-data 1'",
            folder);
  }

  @Test
  void aDirectoryOfSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "all of it");

    assertThatThrownBy(() -> DataDirectory.open(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("%s is not empty, and not one of Millrace", folder);
    assertThat(folder).isDirectoryContaining("glob:**thesis.txt");
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(DataException.class)
        .hasMessage("data directory %s is a file, must be a directory", file);
  }

  @Test
  void itIsUsedOnceAStackOpenedIt() {
    var path = folder.resolve("data");
    assertThat(DataDirectory.isUsed(path)).isFalse();

    DataDirectory.open(path).close();
    assertThat(DataDirectory.isUsed(path)).isTrue();
  }
}
