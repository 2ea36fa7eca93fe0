package dev.millrace.local.opensearch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Maven made of the module `opensearch`. Nothing of it is on the stack's own class path.
///
/// @param folder the module's `target`
public record OpenSearchBuild(Path folder) {

  /// The folder of Millrace, which its launchers name.
  static final String HOME = "millrace.home";

  /// The one in the folder of Millrace.
  ///
  /// @throws OpenSearchException if nobody says where that is
  public static OpenSearchBuild ofThisMillrace() {
    var home = System.getProperty(HOME);
    if (home == null) {
      throw new OpenSearchException(
          "OpenSearch cannot be found: the system property "
              + HOME
              + " must name the folder of Millrace");
    }
    return new OpenSearchBuild(Path.of(home).resolve("opensearch").resolve("target"));
  }

  /// @throws OpenSearchException if it is not there
  String classPath() {
    var lib = folder.resolve("lib");
    var classes = folder.resolve("classes");
    if (!Files.isDirectory(lib) || !Files.isDirectory(classes)) {
      throw new OpenSearchException(
          "OpenSearch is not built: there is no "
              + lib
              + "; run: mvn -pl opensearch package -DskipTests");
    }
    return classes + File.pathSeparator + lib.resolve("*");
  }
}
