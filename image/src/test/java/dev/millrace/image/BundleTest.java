package dev.millrace.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

  @TempDir private Path folder;

  @Test
  void theFirstOfSeveralCountsAndServicesAreJoined() throws IOException {
    var one =
        jar(
            "one.jar",
            Map.of("a/A.class", "one", "META-INF/services/a.S", "a.A", "n.so", "native"));
    var two =
        jar("two.jar", Map.of("a/A.class", "two", "META-INF/services/a.S", "b.B", "b/B", "two"));

    var entries = entries(Bundle.write(List.of(one, two), folder));

    assertThat(entries)
        .containsEntry("a/A.class", "one")
        .containsEntry("b/B", "two")
        .containsEntry("META-INF/services/a.S", "a.A\nb.B\n")
        .doesNotContainKey("n.so");
  }

  @Test
  void everyLicenseIsKept() throws IOException {
    var one = jar("one.jar", Map.of("META-INF/LICENSE", "free", "META-INF/A.SF", "signature"));
    var two = jar("two.jar", Map.of("META-INF/LICENSE", "as well", "module-info.class", "x"));

    assertThat(entries(Bundle.write(List.of(one, two), folder)))
        .containsOnlyKeys(
            "META-INF/MANIFEST.MF",
            "META-INF/licenses/one.jar/META-INF/LICENSE",
            "META-INF/licenses/two.jar/META-INF/LICENSE");
  }

  @Test
  void nothingIsCompressed() throws IOException {
    var jar = jar("one.jar", Map.of("a", "a".repeat(1_000)));

    try (var zip = new ZipFile(Bundle.write(List.of(jar), folder).toFile())) {
      assertThat(zip.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
    }
  }

  @Test
  void theNameSaysWhatIsInIt() throws IOException {
    var name = Bundle.write(List.of(jar("one.jar", Map.of("a", "1"))), folder);
    var same = Bundle.write(List.of(jar("one.jar", Map.of("a", "1"))), folder("same"));
    var other = Bundle.write(List.of(jar("one.jar", Map.of("a", "2"))), folder("other"));

    assertThat(name.getFileName().toString()).matches("function-[0-9a-f]{16}\\.jar");
    assertThat(same.getFileName()).isEqualTo(name.getFileName());
    assertThat(other.getFileName()).isNotEqualTo(name.getFileName());
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private Path jar(String name, Map<String, String> entries) throws IOException {
    var file = folder.resolve(name);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(UTF_8));
      }
    }
    return file;
  }

  private static Map<String, String> entries(Path jar) throws IOException {
    var entries = new TreeMap<String, String>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        entries.put(entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
      }
    }
    return entries;
  }
}
