package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How large the archives are that Lambda loads at a cold start.
class PackageSizeTest {

  private static final long MOST_BYTES = 7_000_000;

  /// Counts what is written.
  private static final class Size extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) {
      bytes += len;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score-aggregator",
        "kinesis-logger",
        "sensor-persister",
        "window-aggregator",
        "firehose-forwarder"
      })
  void noArchiveIsLargerThanSevenMegabytes(String module) throws IOException {
    var folder = Path.of("..", module, "target", "function");

    var size = new Size();
    var files = 0;
    try (var archive = new ZipOutputStream(size);
        var found = Files.walk(folder)) {
      for (var file : found.filter(Files::isRegularFile).toList()) {
        archive.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, archive);
        files++;
      }
    }

    System.out.printf(Locale.ROOT, "%s: %,d bytes zipped, %d files%n", module, size.bytes, files);
    assertThat(files).isPositive();
    assertThat(size.bytes).isLessThanOrEqualTo(MOST_BYTES);
  }
}
