package dev.millrace.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the built code of a function is, or the content of a layer.
///
/// That is an archive as it is, a folder laid out like one (such as `sam build` makes), or the
/// build output of a Maven or Gradle module: what `sam build` made of it, or its only jar or zip.
final class CodeUri {

  private static final Pattern NO_CODE =
      Pattern.compile("original-.*|.*-(sources|javadoc|tests|plain)\\.jar");
  private static final Pattern WITH_LIBRARIES =
      Pattern.compile(".*-(all|aws|shaded|uber|jar-with-dependencies)\\.jar");

  private CodeUri() {}

  /// @param property that says where it is
  /// @throws TemplateException if there is none, with what to do about it
  static Path locate(
      ResourceType.Context context, String logicalId, Properties properties, String property) {
    var path = properties.path() + "/" + property;
    var written = properties.raw(property);
    var given = context.deployment().gaps().code().get(logicalId);
    var folder = context.deployment().templateFolder();
    if (given != null) {
      return locate(folder, logicalId, given.toAbsolutePath().toString(), "--code " + logicalId);
    }
    if (written.isEmpty()) {
      throw new TemplateException(path + " is required");
    }
    if (!(written.get() instanceof String uri) || uri.startsWith("s3://")) {
      throw new TemplateException(
          "%s must be a file or folder on this machine (--code %s=PATH says where), was %s"
              .formatted(path, logicalId, written.get()));
    }
    return locate(folder, logicalId, uri, path);
  }

  /// @param codeUri a path, relative to the template's folder
  static Path locate(Path templateFolder, String logicalId, String codeUri, String path) {
    var uri = templateFolder.resolve(codeUri).normalize();
    if (!Files.exists(uri)) {
      throw new TemplateException(path + " names " + uri + ", which does not exist");
    }
    var maven = Files.exists(uri.resolve("pom.xml"));
    var gradle =
        Files.exists(uri.resolve("build.gradle")) || Files.exists(uri.resolve("build.gradle.kts"));
    if (!maven && !gradle) {
      return uri;
    }
    if (maven && Files.isDirectory(uri.resolve("target/function/lib"))) {
      return uri.resolve("target/function");
    }
    var built = templateFolder.resolve(".aws-sam/build").resolve(logicalId);
    if (Files.isDirectory(built)) {
      return built;
    }
    var folders = maven ? List.of("target") : List.of("build/distributions", "build/libs");
    return folders.stream()
        .flatMap(folder -> only(uri.resolve(folder), path).stream())
        .findFirst()
        .orElseThrow(() ->
            new TemplateException(
                "%s names the module %s, which is not built; run %s or sam build"
                    .formatted(path, uri, maven ? "mvn package -DskipTests" : "gradle build")));
  }

  /// The archive in a folder; of several the one that says it holds the libraries, too.
  private static Optional<Path> only(Path folder, String path) {
    var archives = archives(folder);
    var complete =
        archives.stream()
            .filter(each -> WITH_LIBRARIES.matcher(each.getFileName().toString()).matches())
            .toList();
    var found = complete.isEmpty() ? archives : complete;
    if (found.size() > 1) {
      throw new TemplateException(
          path + " names a module with more than one archive, name one of them: " + found);
    }
    return found.stream().findFirst();
  }

  private static List<Path> archives(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.newDirectoryStream(folder, "*.{jar,zip}")) {
      var archives = new ArrayList<Path>();
      for (var file : files) {
        if (!NO_CODE.matcher(file.getFileName().toString()).matches()) {
          archives.add(file);
        }
      }
      archives.sort(null);
      return archives;
    } catch (IOException e) {
      throw new TemplateException(folder + " cannot be read: " + e, e);
    }
  }
}
