package dev.millrace.cli.flink;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Maven made of the module `fleet-summary`. Nothing of it is on this program's own class
/// path.
///
/// @param mainClass what a process of it runs
public record FlinkBuild(String classPath, String mainClass) {

  private static final String MAIN = "dev.millrace.fleet.AttendedMain";

  /// The one in the folder of Millrace.
  ///
  /// @param home where that is; empty if nobody says so
  /// @throws FlinkException if it is not there
  public static FlinkBuild in(String home) {
    var target = Path.of(home, "fleet-summary", "target");
    var jar = target.resolve("fleet-summary.jar");
    var lib = target.resolve("lib");
    if (!Files.isRegularFile(jar) || !Files.isDirectory(lib)) {
      throw new FlinkException(
          "the Flink job is not built: there is no "
              + jar
              + " with its lib; run: mvn -pl fleet-summary -am package -DskipTests");
    }
    return new FlinkBuild(jar + File.pathSeparator + lib.resolve("*"), MAIN);
  }
}
