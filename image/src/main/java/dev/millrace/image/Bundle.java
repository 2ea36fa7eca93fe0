package dev.millrace.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// One jar made of many, not compressed, so that a JVM opens one file and inflates nothing.
///
/// Of files that several jars have, the first counts, as on a class path; service files are joined,
/// and every license and notice is kept under the name of its jar. The jar is named after the hash
/// of what is in it, and the same jars give the same one: an archive of classes that was made for
/// one content is never used for another.
final class Bundle {

  private static final String SERVICES = "META-INF/services/";
  private static final int NAME_LENGTH = 16;

  private final Set<String> written = new HashSet<>();
  private final Map<String, StringBuilder> services = new TreeMap<>();
  private final ZipOutputStream out;

  private Bundle(OutputStream out) {
    this.out = new ZipOutputStream(out);
    this.out.setMethod(ZipOutputStream.STORED);
  }

  /// Writes the jar and answers its path.
  ///
  /// @param jars in the order of the class path
  static Path write(List<Path> jars, Path folder) throws IOException {
    var unnamed = folder.resolve("function.jar");
    var digest = sha256();
    try (var file = new DigestOutputStream(Files.newOutputStream(unnamed), digest)) {
      var bundle = new Bundle(file);
      bundle.add(JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n");
      for (var jar : jars) {
        bundle.add(jar);
      }
      bundle.finish();
    }
    var hash = HexFormat.of().formatHex(digest.digest()).substring(0, NAME_LENGTH);
    return Files.move(unnamed, folder.resolve("function-%s.jar".formatted(hash)));
  }

  private void add(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      var entries = zip.stream().filter(entry -> !entry.isDirectory()).toList();
      for (var entry : entries) {
        try (var in = zip.getInputStream(entry)) {
          add(jar, entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  private void add(Path jar, String name, byte[] content) throws IOException {
    if (name.startsWith(SERVICES)) {
      services
          .computeIfAbsent(name, _ -> new StringBuilder())
          .append(new String(content, UTF_8))
          .append('\n');
    } else if (name.matches("META-INF/(LICENSE|NOTICE)[^/]*")) {
      add("META-INF/licenses/%s/%s".formatted(jar.getFileName(), name), content);
    } else if (!isLeftOut(name)) {
      add(name, content);
    }
  }

  /// What says something of one jar only, and native code, which lies beside the bundle.
  private static boolean isLeftOut(String name) {
    return name.endsWith("module-info.class")
        || name.endsWith(".so")
        || name.startsWith("META-INF/maven/")
        || name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  private void add(String name, String content) throws IOException {
    add(name, content.getBytes(UTF_8));
  }

  private void add(String name, byte[] content) throws IOException {
    if (!written.add(name)) {
      return;
    }
    var entry = new ZipEntry(name);
    var crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    entry.setSize(content.length);
    // the start of a zip file's time, for equal jars to be equal files
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private void finish() throws IOException {
    for (var service : services.entrySet()) {
      add(service.getKey(), service.getValue().toString());
    }
    out.finish();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }
}
