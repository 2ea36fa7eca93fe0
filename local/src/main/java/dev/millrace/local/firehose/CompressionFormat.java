package dev.millrace.local.firehose;

import dev.millrace.local.firehose.compress.Compression;
import org.jspecify.annotations.Nullable;

/// How objects are compressed, as AWS spells it.
enum CompressionFormat {
  UNCOMPRESSED(Compression.UNCOMPRESSED),
  GZIP(Compression.GZIP),
  ZIP(Compression.ZIP),
  Snappy(Compression.SNAPPY),
  HADOOP_SNAPPY(Compression.HADOOP_SNAPPY);

  private final Compression compression;

  CompressionFormat(Compression compression) {
    this.compression = compression;
  }

  static Compression compression(@Nullable CompressionFormat format) {
    return format == null ? Compression.UNCOMPRESSED : format.compression;
  }
}
