package dev.millrace.local.firehose;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/// The bytes of records one after the other, each with its delimiter, without a copy of them all.
final class BatchStream extends InputStream {

  private final List<byte[]> records;
  private final byte[] delimiter;
  private int record;
  private int at;

  BatchStream(List<byte[]> records, byte[] delimiter) {
    this.records = records;
    this.delimiter = delimiter;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, to.length);
    var done = 0;
    while (done < length && record < records.size()) {
      done += copy(to, offset + done, length - done);
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  /// Copies what is left of one record or of its delimiter.
  private int copy(byte[] to, int offset, int length) {
    var data = records.get(record);
    var inData = at < data.length;
    var from = inData ? data : delimiter;
    var start = inData ? at : at - data.length;
    var count = Math.min(length, from.length - start);
    System.arraycopy(from, start, to, offset, count);
    at += count;
    if (at == data.length + delimiter.length) {
      record++;
      at = 0;
    }
    return count;
  }
}
