package dev.millrace.local.lambda;

import dev.millrace.local.lambda.handlers.OrderHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The test handlers, laid out like a function's code.
final class TestCode {

  private static final String HANDLERS = OrderHandler.class.getPackageName();

  private TestCode() {}

  /// Copies the handlers' classes.
  static Path directory(Path target) {
    var packagePath = Path.of(HANDLERS.replace('.', '/'));
    try {
      var classes =
          Path.of(OrderHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      var folder = Files.createDirectories(target.resolve(packagePath));
      try (var files = Files.list(classes.resolve(packagePath))) {
        for (var file : files.toList()) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Packs a directory.
  static Path archive(Path directory, Path target, String prefix) {
    try (var zip = new ZipOutputStream(Files.newOutputStream(target));
        var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(prefix + directory.relativize(file)));
        Files.copy(file, zip);
        zip.closeEntry();
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A function with ordinary settings.
  static FunctionConfig function(String name, String handler, Path code) {
    return function(name, handler, code, Duration.ofSeconds(30), Map.of(), 10);
  }

  static FunctionConfig function(
      String name,
      String handler,
      Path code,
      Duration timeout,
      Map<String, String> environment,
      int concurrency) {
    return new FunctionConfig(
        name,
        HANDLERS + "." + handler,
        "java25",
        code,
        256,
        timeout,
        environment,
        "eu-west-1",
        "123456789012",
        concurrency);
  }
}
