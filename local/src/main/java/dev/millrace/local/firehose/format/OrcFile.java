package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.Serializer.Orc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcConf;
import org.apache.orc.impl.PhysicalFsWriter;
import org.apache.orc.impl.WriterImpl;
import org.apache.orc.impl.writer.WriterEncryptionVariant;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/// An ORC file in memory.
///
/// The format itself cannot hold a fraction in the last second before 1970: 23:59:59.5 is read back
/// as 00:00:00.5.
final class OrcFile implements RowSink {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
  private final WriterImpl writer;
  private final VectorizedRowBatch batch;
  private final OrcValues.Value[] values;

  OrcFile(List<Column> columns, Orc settings) {
    var schema = OrcTypes.struct(columns);
    this.values = OrcValues.fields(columns);
    this.batch = schema.createRowBatch();
    var options = options(settings).setSchema(schema);
    try {
      var file = new FSDataOutputStream(bytes, null);
      options.physicalWriter(new PhysicalFsWriter(file, options, new WriterEncryptionVariant[0]));
      // there is no file system: what is written goes to the stream, the path is only a name
      this.writer = new WriterImpl(null, new Path("/memory.orc"), options);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /// @throws FormatException naming the setting that does not fit the columns
  static void check(List<Column> columns, Orc settings) {
    for (var name : settings.bloomFilterColumns()) {
      if (columns.stream().noneMatch(column -> column.name().equals(name))) {
        throw new FormatException(
            "BloomFilterColumns must be columns of the table, '%s' is none", name);
      }
    }
  }

  private static org.apache.orc.OrcFile.WriterOptions options(Orc settings) {
    // no resources: no core-site.xml is looked for
    var configuration = new Configuration(false);
    OrcConf.DICTIONARY_KEY_SIZE_THRESHOLD.setDouble(configuration, settings.dictionaryThreshold());
    OrcConf.OVERWRITE_OUTPUT_FILE.setBoolean(configuration, true);
    return org.apache.orc.OrcFile.writerOptions(new Properties(), configuration)
        .compress(
            switch (settings.codec()) {
              case NONE -> CompressionKind.NONE;
              case ZLIB -> CompressionKind.ZLIB;
              case SNAPPY -> CompressionKind.SNAPPY;
            })
        .version(
            switch (settings.version()) {
              case V0_11 -> org.apache.orc.OrcFile.Version.V_0_11;
              case V0_12 -> org.apache.orc.OrcFile.Version.V_0_12;
            })
        .stripeSize(settings.stripeSize())
        .blockSize(settings.blockSize())
        .rowIndexStride(settings.rowIndexStride())
        .blockPadding(settings.padding())
        .paddingTolerance(settings.paddingTolerance())
        .bloomFilterColumns(String.join(",", settings.bloomFilterColumns()))
        .bloomFilterFpp(settings.bloomFilterProbability())
        .useUTCTimestamp(true)
        .setProlepticGregorian(true);
  }

  @Override
  public void write(Slot row) {
    var at = batch.size++;
    for (var i = 0; i < values.length; i++) {
      values[i].writeOrNull(row.children[i], batch.cols[i], at);
    }
    if (batch.size == batch.getMaxSize()) {
      addBatch();
    }
  }

  private void addBatch() {
    try {
      writer.addRowBatch(batch);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    batch.reset();
  }

  @Override
  public byte[] finish() {
    if (batch.size > 0) {
      addBatch();
    }
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
