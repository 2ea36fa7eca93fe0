package dev.millrace.local.firehose.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// The three codecs, without what Hadoop would need for them.
final class ParquetCodecs implements CompressionCodecFactory {

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return switch (name) {
      case UNCOMPRESSED -> new Compressor(name, bytes -> bytes);
      case SNAPPY -> new Compressor(name, ParquetCodecs::snappy);
      case GZIP -> new Compressor(name, ParquetCodecs::gzip);
      case LZO, BROTLI, LZ4, ZSTD, LZ4_RAW ->
          throw new IllegalArgumentException("no codec of Firehose: " + name);
    };
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("files are only written");
  }

  @Override
  public void release() {}

  private interface Function {
    BytesInput apply(BytesInput bytes) throws IOException;
  }

  private record Compressor(CompressionCodecName name, Function function)
      implements BytesInputCompressor {

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return function.apply(bytes);
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {}
  }

  private static BytesInput snappy(BytesInput bytes) throws IOException {
    var plain = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
    bytes.writeAllTo(plain);
    var compressed = new byte[Snappy.maxCompressedLength(plain.size())];
    var length = Snappy.compress(plain.toByteArray(), 0, plain.size(), compressed, 0);
    return BytesInput.from(compressed, 0, length);
  }

  private static BytesInput gzip(BytesInput bytes) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      bytes.writeAllTo(gzip);
    }
    return BytesInput.from(compressed.toByteArray());
  }
}
