package dev.millrace.local.firehose.format;

import java.util.List;

/// What file becomes of the rows.
public sealed interface Serializer {

  /// The end of the file's name.
  default String extension() {
    return switch (this) {
      case Parquet _ -> ".parquet";
      case Orc _ -> ".orc";
    };
  }

  /// `ParquetSerDe`.
  ///
  /// @param blockSize bytes of a row group
  /// @param pageSize bytes of a page, the unit of compression
  /// @param maxPadding bytes spent at most to begin a row group with a block of the file system
  record Parquet(
      ParquetCodec codec,
      int blockSize,
      int pageSize,
      int maxPadding,
      boolean dictionary,
      ParquetVersion version)
      implements Serializer {

    /// What AWS takes where nothing is said.
    public static final Parquet DEFAULT =
        new Parquet(ParquetCodec.SNAPPY, 256 << 20, 1 << 20, 0, false, ParquetVersion.V1);

    /// As AWS spells them.
    public enum ParquetCodec {
      UNCOMPRESSED,
      SNAPPY,
      GZIP
    }

    /// As AWS spells them.
    public enum ParquetVersion {
      V1,
      V2
    }
  }

  /// `OrcSerDe`.
  ///
  /// @param paddingTolerance the share of a stripe spent at most to keep it in one block
  /// @param bloomFilterProbability of a false positive
  /// @param dictionaryThreshold the share of distinct values up to which text has a dictionary
  record Orc(
      OrcCodec codec,
      int stripeSize,
      int blockSize,
      int rowIndexStride,
      boolean padding,
      double paddingTolerance,
      List<String> bloomFilterColumns,
      double bloomFilterProbability,
      double dictionaryThreshold,
      OrcVersion version)
      implements Serializer {

    /// What AWS takes where nothing is said.
    public static final Orc DEFAULT =
        new Orc(
            OrcCodec.SNAPPY,
            64 << 20,
            256 << 20,
            10_000,
            false,
            0.05,
            List.of(),
            0.05,
            0,
            OrcVersion.V0_12);

    public Orc {
      bloomFilterColumns = List.copyOf(bloomFilterColumns);
    }

    /// As AWS spells them.
    public enum OrcCodec {
      NONE,
      ZLIB,
      SNAPPY
    }

    /// As AWS spells them.
    public enum OrcVersion {
      V0_11,
      V0_12
    }
  }
}
