package dev.millrace.local.firehose.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xerial.snappy.SnappyHadoopCompatibleOutputStream;
import org.xerial.snappy.SnappyOutputStream;

/// `CompressionFormat`: what becomes of an object's bytes, its name and its encoding.
///
/// AWS documents neither the framing of Snappy nor the encodings. They are as others saw them on
/// objects that Firehose delivered (floci-io/floci issue 2328): `Snappy` is the stream format of
/// snappy-java, not Snappy's own framing format, and both formats end in `.snappy`, although the
/// guide's table has `.hsnappy` for Hadoop's.
public enum Compression {
  UNCOMPRESSED("", "") {
    @Override
    OutputStream onto(OutputStream out, UUID entry) {
      return out;
    }
  },
  GZIP(".gz", "gzip") {
    @Override
    OutputStream onto(OutputStream out, UUID entry) throws IOException {
      return new GZIPOutputStream(out, BUFFER);
    }
  },
  /// An archive with one file, named by a UUID.
  ZIP(".zip", "zip") {
    @Override
    OutputStream onto(OutputStream out, UUID entry) throws IOException {
      var zip = new ZipOutputStream(out);
      var file = new ZipEntry(entry.toString());
      // the time would be the clock's, and the core reads no clock
      file.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
      zip.putNextEntry(file);
      return zip;
    }
  },
  /// Blocks with the header of snappy-java.
  SNAPPY(".snappy", "snappy-java") {
    @Override
    OutputStream onto(OutputStream out, UUID entry) {
      return new SnappyOutputStream(out);
    }
  },
  /// The blocks of Hadoop's `SnappyCodec`.
  HADOOP_SNAPPY(".snappy", "hadoop-snappy") {
    @Override
    OutputStream onto(OutputStream out, UUID entry) {
      return new SnappyHadoopCompatibleOutputStream(out);
    }
  };

  private static final int BUFFER = 1 << 16;

  private final String extension;
  private final String contentEncoding;

  Compression(String extension, String contentEncoding) {
    this.extension = extension;
    this.contentEncoding = contentEncoding;
  }

  abstract OutputStream onto(OutputStream out, UUID entry) throws IOException;

  /// The end of the object's name unless `FileExtension` says otherwise; may be empty.
  public String extension() {
    return extension;
  }

  /// The object's `Content-Encoding`.
  public Optional<String> contentEncoding() {
    return contentEncoding.isEmpty() ? Optional.empty() : Optional.of(contentEncoding);
  }

  /// Compresses the bytes of one object.
  ///
  /// @param entry the name of the file in a ZIP archive
  public byte[] compress(byte[] plain, UUID entry) {
    var compressed = new ByteArrayOutputStream(Math.max(64, plain.length / 4));
    try (var out = onto(compressed, entry)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return compressed.toByteArray();
  }
}
