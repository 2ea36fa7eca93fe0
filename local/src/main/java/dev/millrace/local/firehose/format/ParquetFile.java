package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.Serializer.Parquet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// A Parquet file in memory.
final class ParquetFile implements RowSink {

  private final MemoryFile file;
  private final ParquetWriter<Slot> writer;

  ParquetFile(List<Column> columns, Parquet settings) {
    this.file = new MemoryFile(settings.blockSize());
    try {
      this.writer = new Builder(file, columns).with(settings).build();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  @Override
  public void write(Slot row) {
    try {
      writer.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  @Override
  public byte[] finish() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return file.bytes();
  }

  private static final class Builder extends ParquetWriter.Builder<Slot, Builder> {

    private final List<Column> columns;

    Builder(MemoryFile file, List<Column> columns) {
      super(file);
      this.columns = columns;
    }

    Builder with(Parquet settings) {
      return withConf(new PlainParquetConfiguration())
          .withCodecFactory(new ParquetCodecs())
          .withCompressionCodec(
              switch (settings.codec()) {
                case UNCOMPRESSED -> CompressionCodecName.UNCOMPRESSED;
                case SNAPPY -> CompressionCodecName.SNAPPY;
                case GZIP -> CompressionCodecName.GZIP;
              })
          .withWriterVersion(
              switch (settings.version()) {
                case V1 -> WriterVersion.PARQUET_1_0;
                case V2 -> WriterVersion.PARQUET_2_0;
              })
          .withRowGroupSize((long) settings.blockSize())
          .withPageSize(settings.pageSize())
          .withMaxPaddingSize(settings.maxPadding())
          .withDictionaryEncoding(settings.dictionary())
          // what Hive's writer does not know either
          .withSizeStatisticsEnabled(false)
          .withPageWriteChecksumEnabled(false);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    protected WriteSupport<Slot> getWriteSupport(Configuration configuration) {
      return new Rows(columns);
    }

    @Override
    protected WriteSupport<Slot> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows(columns);
    }
  }

  private static final class Rows extends WriteSupport<Slot> {

    private final MessageType schema;
    private final ParquetValues.Fields fields;
    private @Nullable RecordConsumer consumer;

    Rows(List<Column> columns) {
      this.schema = ParquetTypes.message(columns);
      this.fields = ParquetValues.Fields.of(columns);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer out) {
      this.consumer = out;
    }

    @Override
    public void write(Slot row) {
      var out = Objects.requireNonNull(consumer);
      out.startMessage();
      fields.writeFields(row, out);
      out.endMessage();
    }
  }
}
