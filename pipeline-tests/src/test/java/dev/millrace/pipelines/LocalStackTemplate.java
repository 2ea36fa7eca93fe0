package dev.millrace.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The template with names that only one deployment uses.
///
/// @param plain whether Firehose is to deliver JSON as it is, for it converts nothing
record LocalStackTemplate(Run run, boolean plain) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?m)^( +(?:TableName|FunctionName|QueueName|DeliveryStreamName|Name): )([A-Za-z][\\w-]+)$");
  private static final Pattern CODE = Pattern.compile("(?m)^( +CodeUri: )(\\S+)$");
  private static final Pattern CONVERSION =
      Pattern.compile("(?ms)^        DataFormatConversionConfiguration:\n(?: {9,}[^\n]*\n)+");

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /// Writes it to a file.
  Path write() {
    try {
      var text = Files.readString(ROOT.resolve("template.yaml"));
      var named = NAME.matcher(text).replaceAll(name -> name.group(1) + run.name(name.group(2)));
      var located =
          CODE.matcher(named).replaceAll(code -> code.group(1) + ROOT.resolve(code.group(2)));
      var delivered = plain ? CONVERSION.matcher(located).replaceAll("") : located;
      var folder = Files.createDirectories(Path.of("target", "localstack"));
      return Files.writeString(folder.resolve(run.name("template") + ".yaml"), delivered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
