package dev.millrace.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {

  private static final byte[] EVENT = "{\"greeting\":\"hello\"}".getBytes(UTF_8);

  @TempDir private Path folder;

  @Test
  void aPreparedFunctionStartsFromItsArchiveAndAnswers() throws Exception {
    Main.prepare(
        Map.of("handler", Echo.class.getName()), function(), folder.resolve("out"), List.of(EVENT));

    try (var invocations = new Invocations()) {
      invocations.offer(EVENT);
      // a JVM that cannot use the archive ends
      var process = start(invocations, "-XX:AOTMode=on");
      try {
        var reply = invocations.poll(60_000);
        assertThat(reply).isPresent();
        assertThat(reply.get().isAnswer()).isTrue();
        assertThat(reply.get().text()).isEqualTo("{\"greeting\":\"hello\"}");
      } finally {
        process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aFunctionThatDoesNotAnswerIsNotPrepared() throws IOException {
    var function = function();

    assertThatThrownBy(() ->
            Main.prepare(
                Map.of("handler", "dev.millrace.Nobody"),
                function,
                folder.resolve("out"),
                List.of(EVENT)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dev.millrace.Nobody");
  }

  @Test
  void settingsWithoutAHandlerAreRefused() {
    assertThatThrownBy(() -> Main.prepare(Map.of("A", "b"), folder, folder, List.of(EVENT)))
        .isInstanceOf(IOException.class)
        .hasMessage("the settings must have a handler, had [A]");
  }

  private Process start(Invocations invocations, String flag) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(java, flag, "@" + folder.resolve("out/options"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", invocations.address());
    return builder.start();
  }

  /// A folder as Maven leaves it.
  private Path function() throws IOException {
    var function = folder.resolve("function");
    var lib = Files.createDirectories(function.resolve("lib"));
    var name = Echo.class.getName().replace('.', '/') + ".class";
    try (var zip = new ZipOutputStream(Files.newOutputStream(lib.resolve("echo.jar")));
        var in = Echo.class.getResourceAsStream("/" + name)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(in == null ? new byte[0] : in.readAllBytes());
    }
    return function;
  }
}
