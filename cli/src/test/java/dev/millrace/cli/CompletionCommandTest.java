package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script, read by a bash.
class CompletionCommandTest {

  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path folder = Path.of("");
  private Path script = Path.of("");

  @BeforeEach
  void print() throws IOException {
    var shell = new Shell();
    assertThat(shell.execute("completion")).isZero();
    script = Files.writeString(folder.resolve("completion"), shell.out.toString());
    assumeTrue(Files.isExecutable(BASH), "there is no " + BASH);
  }

  private static List<String> bash(String... arguments) throws IOException, InterruptedException {
    var command = Stream.concat(Stream.of(BASH.toString()), Stream.of(arguments)).toList();
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().map(String::strip).toList();
  }

  /// What bash offers when a tabulator follows the words.
  private List<String> completed(String... words) throws IOException, InterruptedException {
    var complete =
        """
        source "$1"
        shift
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        compopt() { :; } # bash has it only while it waits at a terminal
        _complete_millrace
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    var arguments = Stream.of("-c", complete, "bash", script.toString());
    return bash(Stream.concat(arguments, Stream.of(words)).toArray(String[]::new));
  }

  @Test
  void theScriptIsValid() throws Exception {
    assertThat(bash("-n", script.toString())).isEmpty();
  }

  @Test
  void commandsAreCompleted() throws Exception {
    assertThat(completed("millrace", "pro")).containsExactly("produce");
    assertThat(completed("millrace", "produce", "f")).containsExactly("fleet");
  }

  @Test
  void optionsAreCompleted() throws Exception {
    assertThat(completed("millrace", "query", "--data")).containsExactly("--database");
    assertThat(completed("millrace", "produce", "taxi", "--error"))
        .containsExactly("--error-every", "--errors");
  }
}
