package dev.millrace.benchmarks;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// A function as its container image has it, prepared by what prepares images.
final class Image {

  /// Where the operating system keeps whom it trusts, which native TLS goes by.
  private static final String SYSTEM_TRUST = "/etc/ssl/certs/ca-certificates.crt";

  private Image() {}

  /// Whether the endpoint's certificate can be trusted for one process only.
  static boolean canTrust() {
    try {
      var process =
          new ProcessBuilder("unshare", "--mount", "true").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return Files.exists(Path.of(SYSTEM_TRUST)) && process.onExit().join().exitValue() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// The command that starts it, prepared from its jars as they are now.
  ///
  /// @param authority with TLS, the certificate of the endpoint's authority
  static List<String> command(
      Path scratch, Path function, Subject subject, String heap, List<Path> authority) {
    try {
      var folder = scratch.resolve("image-" + subject.module());
      if (!Files.exists(folder.resolve("options"))) {
        prepare(folder, function, subject);
      }
      var command = new ArrayList<String>();
      for (var certificate : authority) {
        var trusted = Files.readString(Path.of(SYSTEM_TRUST)) + Files.readString(certificate);
        var file = Files.writeString(scratch.resolve("system-trust.pem"), trusted);
        var script = "mount --bind \"$0\" %s && exec \"$@\"".formatted(SYSTEM_TRUST);
        command.addAll(List.of("unshare", "--mount", "sh", "-c", script, file.toString()));
      }
      command.addAll(List.of(java(), heap, "@" + folder.resolve("options")));
      return command;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void prepare(Path folder, Path function, Subject subject) throws IOException {
    Files.createDirectories(folder);
    var settings = new Properties();
    settings.setProperty("handler", subject.handler());
    settings.putAll(subject.variables());
    var text = new StringWriter();
    settings.store(text, null);
    var process =
        new ProcessBuilder(
                java(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.image.Main",
                Files.writeString(folder.resolve("settings"), text.toString()).toString(),
                function.toString(),
                folder.toString(),
                Files.write(folder.resolve("event"), subject.event(1)).toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IllegalStateException(
          "the image of %s is not prepared: %s".formatted(subject.module(), output));
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
