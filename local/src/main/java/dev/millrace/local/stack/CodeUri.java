package dev.millrace.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where a function's built code is.
final class CodeUri {

  private CodeUri() {}

  /// The code a `CodeUri` stands for: an archive as it is, the `target/function` of a Maven module,
  /// or a folder that is laid out like a Lambda archive already (such as one that `sam build`
  /// made).
  ///
  /// @throws TemplateException if there is none, with what to do about it
  static Path locate(Path templateFolder, String codeUri, String path) {
    var uri = templateFolder.resolve(codeUri).normalize();
    if (!Files.exists(uri)) {
      throw new TemplateException(path + " names " + uri + ", which does not exist");
    }
    if (!Files.isDirectory(uri) || !Files.exists(uri.resolve("pom.xml"))) {
      return uri;
    }
    var built = uri.resolve("target/function");
    if (!Files.isDirectory(built.resolve("lib"))) {
      throw new TemplateException(
          path + " names the module " + uri + ", which is not built; run mvn package -DskipTests");
    }
    return built;
  }
}
