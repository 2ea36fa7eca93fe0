package dev.millrace.local.firehose.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class CompressionTest {

  private static final UUID ENTRY = new UUID(1, 2);

  /// Half text, half noise.
  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    for (var i = 0; i < length / 2; i++) {
      bytes[i] = (byte) ('a' + i % 7);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 32 * 1024, 300_000, 3_000_000})
  void gzipIsReadBack(int length) throws IOException {
    var compressed = Compression.GZIP.compress(bytes(length), ENTRY);

    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes(length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 3_000_000})
  void zipIsOneFileNamedByTheUuid(int length) throws IOException {
    var compressed = Compression.ZIP.compress(bytes(length), ENTRY);

    try (var in = new ZipInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.getNextEntry().getName()).isEqualTo(ENTRY.toString());
      assertThat(in.readAllBytes()).isEqualTo(bytes(length));
      assertThat(in.getNextEntry()).isNull();
    }
  }

  /// Reads the stream format by its description: a header of 16 bytes, then blocks with a length.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 32 * 1024, 300_000})
  void snappyIsTheStreamFormatOfSnappyJava(int length) throws IOException {
    var compressed = Compression.SNAPPY.compress(bytes(length), ENTRY);
    var plain = new ByteArrayOutputStream();
    try (var in = new DataInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readNBytes(8)).isEqualTo(new byte[] {-126, 'S', 'N', 'A', 'P', 'P', 'Y', 0});
      assertThat(in.readInt()).isEqualTo(1);
      assertThat(in.readInt()).isEqualTo(1);
      while (in.available() > 0) {
        plain.write(Snappy.uncompress(in.readNBytes(in.readInt())));
      }
    }

    assertThat(plain.toByteArray()).isEqualTo(bytes(length));
  }

  /// Reads Hadoop's blocks by their description: the plain length, then pieces with a length.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 32 * 1024, 300_000})
  void hadoopSnappyIsBlocksOfPieces(int length) throws IOException {
    var compressed = Compression.HADOOP_SNAPPY.compress(bytes(length), ENTRY);
    var plain = new ByteArrayOutputStream();
    try (var in = new DataInputStream(new ByteArrayInputStream(compressed))) {
      while (in.available() > 0) {
        var end = plain.size() + in.readInt();
        while (plain.size() < end) {
          plain.write(Snappy.uncompress(in.readNBytes(in.readInt())));
        }
        assertThat(plain.size()).isEqualTo(end);
      }
    }

    assertThat(plain.toByteArray()).isEqualTo(bytes(length));
  }

  @Test
  void uncompressedIsAsItWas() {
    assertThat(Compression.UNCOMPRESSED.compress(bytes(100), ENTRY)).isEqualTo(bytes(100));
    assertThat(Compression.UNCOMPRESSED.contentEncoding()).isEmpty();
    assertThat(Compression.UNCOMPRESSED.extension()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GZIP", "ZIP", "SNAPPY", "HADOOP_SNAPPY"})
  void theSameBytesAreTheSameObject(String format) {
    var compression = Compression.valueOf(format);

    assertThat(compression.compress(bytes(5000), ENTRY))
        .isEqualTo(compression.compress(bytes(5000), ENTRY));
  }

  @Test
  void namesAndEncodingsAreThoseOfDeliveredObjects() {
    assertThat(Compression.GZIP.extension()).isEqualTo(".gz");
    assertThat(Compression.ZIP.extension()).isEqualTo(".zip");
    assertThat(Compression.SNAPPY.extension()).isEqualTo(".snappy");
    assertThat(Compression.HADOOP_SNAPPY.extension()).isEqualTo(".snappy");
    assertThat(Compression.SNAPPY.contentEncoding()).contains("snappy-java");
    assertThat(Compression.HADOOP_SNAPPY.contentEncoding()).contains("hadoop-snappy");
  }
}
