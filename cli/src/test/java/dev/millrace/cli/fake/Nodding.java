package dev.millrace.cli.fake;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A function that takes everything.
public final class Nodding {

  public String handle(Map<String, Object> event) {
    return "got " + event.size();
  }

  /// Copies the class, laid out like a function's code.
  public static void copyCode(Path target) throws IOException {
    try {
      var classes =
          Path.of(Nodding.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      var file = Nodding.class.getName().replace('.', '/') + ".class";
      Files.createDirectories(target.resolve(file).getParent());
      Files.copy(classes.resolve(file), target.resolve(file));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
