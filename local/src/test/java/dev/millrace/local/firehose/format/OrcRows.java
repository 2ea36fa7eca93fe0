package dev.millrace.local.firehose.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.orc.OrcFile;
import org.apache.orc.OrcProto;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.impl.RecordReaderImpl;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;

/// Reads ORC files with ORC's own reader.
final class OrcRows {

  private OrcRows() {}

  static Reader reader(byte[] file) throws IOException {
    var options = OrcFile.readerOptions(new Configuration(false));
    return OrcFile.createReader(
        new Path("memory:///file.orc"),
        options
            .filesystem(new Memory(file))
            .useUTCTimestamp(true)
            .convertToProlepticGregorian(true));
  }

  static List<List<String>> of(byte[] file) throws IOException {
    var reader = reader(file);
    var batch = reader.getSchema().createRowBatch();
    var rows = new ArrayList<List<String>>();
    try (var records = reader.rows()) {
      while (records.nextBatch(batch)) {
        for (var row = 0; row < batch.size; row++) {
          rows.add(row(batch.cols, row));
        }
      }
    }
    return rows;
  }

  /// The columns of which the first stripe has a bloom filter.
  static List<String> bloomFilters(Reader reader) throws IOException {
    try (var records = (RecordReaderImpl) reader.rows()) {
      var footer = records.readStripeFooter(reader.getStripes().getFirst());
      return footer.getStreamsList().stream()
          .filter(stream -> stream.getKind() == OrcProto.Stream.Kind.BLOOM_FILTER_UTF8)
          .map(stream -> name(reader.getSchema(), stream.getColumn()))
          .toList();
    }
  }

  private static String name(TypeDescription schema, int column) {
    return schema.findSubtype(column).getFullFieldName();
  }

  private static List<String> row(ColumnVector[] columns, int row) {
    var values = new ArrayList<String>();
    for (var column : columns) {
      values.add(value(column, row));
    }
    return values;
  }

  private static String value(ColumnVector vector, int index) {
    var row = vector.isRepeating ? 0 : index;
    if (!vector.noNulls && vector.isNull[row]) {
      return "null";
    }
    return switch (vector) {
      case TimestampColumnVector times ->
          Instant.ofEpochSecond(Math.floorDiv(times.time[row], 1000L), times.nanos[row]).toString();
      case LongColumnVector longs -> Long.toString(longs.vector[row]);
      case DoubleColumnVector doubles -> Double.toString(doubles.vector[row]);
      case DecimalColumnVector decimals -> decimals.vector[row].toString();
      case BytesColumnVector bytes ->
          new String(bytes.vector[row], bytes.start[row], bytes.length[row], UTF_8);
      case StructColumnVector struct -> "{" + String.join(", ", row(struct.fields, row)) + "}";
      case ListColumnVector list -> list(list, row).toString();
      case MapColumnVector map -> map(map, row).toString();
      default -> throw new AssertionError(vector.getClass());
    };
  }

  private static List<String> list(ListColumnVector list, int row) {
    var values = new ArrayList<String>();
    for (var i = 0; i < list.lengths[row]; i++) {
      values.add(value(list.child, (int) list.offsets[row] + i));
    }
    return values;
  }

  private static Map<String, String> map(MapColumnVector map, int row) {
    var values = new TreeMap<String, String>();
    for (var i = 0; i < map.lengths[row]; i++) {
      var at = (int) map.offsets[row] + i;
      values.put(value(map.keys, at), value(map.values, at));
    }
    return values;
  }

  /// A file system of one file. Hadoop's own need a user, whom Hadoop cannot find on this JVM.
  private static final class Memory extends FileSystem {

    private final byte[] file;

    Memory(byte[] file) {
      this.file = file;
      setConf(new Configuration(false));
    }

    @Override
    public URI getUri() {
      return URI.create("memory:///");
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) {
      return new FSDataInputStream(new Bytes(file));
    }

    @Override
    public FileStatus getFileStatus(Path path) {
      return new FileStatus(file.length, false, 1, file.length, 0, path);
    }

    @Override
    public FSDataOutputStream create(
        Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(Path from, Path to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileStatus[] listStatus(Path path) throws FileNotFoundException {
      throw new FileNotFoundException(path.toString());
    }

    @Override
    public void setWorkingDirectory(Path path) {}

    @Override
    public Path getWorkingDirectory() {
      return new Path("memory:///");
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Bytes extends ByteArrayInputStream
      implements Seekable, PositionedReadable {

    Bytes(byte[] bytes) {
      super(bytes);
    }

    @Override
    public void seek(long position) {
      pos = (int) position;
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
      var count = Math.min(length, buf.length - (int) position);
      System.arraycopy(buf, (int) position, target, offset, count);
      return count;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) {
      System.arraycopy(buf, (int) position, target, offset, length);
    }

    @Override
    public void readFully(long position, byte[] target) {
      readFully(position, target, 0, target.length);
    }
  }
}
