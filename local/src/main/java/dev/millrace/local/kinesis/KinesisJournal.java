package dev.millrace.local.kinesis;

import dev.millrace.local.data.DataException;
import dev.millrace.local.data.Journal;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Keeps streams in a journal: each action as one entry, holding what it changed.
///
/// When more than half of the file is of no more use, it is written anew while callers wait; that
/// happens after the file doubled, so it costs each record no more than being written once more.
final class KinesisJournal implements KinesisStore {

  private static final Logger log = LoggerFactory.getLogger(KinesisJournal.class);

  /// Below that, a file is never written anew.
  private static final long SMALL = 64L << 20;

  /// Of an entry when the file is written anew; one of a single action can be longer.
  private static final long ENTRY_BYTES = 4L << 20;

  private static final JsonMapper JSON = JsonMapper.shared();

  /// What the entries are made of. Numbers are part of the format.
  static final int STREAM = 1;

  static final int REMOVED = 2;
  static final int RECORDS = 3;
  static final int TRIMMED = 4;

  private final Journal journal;
  private final KinesisState loaded;
  private long lookAt;

  private KinesisJournal(Journal journal, KinesisState loaded) {
    this.journal = journal;
    this.loaded = loaded;
    this.lookAt = Math.max(SMALL, 2 * bytes(loaded));
  }

  /// Opens a journal, or makes it.
  ///
  /// @throws DataException if it cannot be read
  static KinesisJournal open(Path file, String region, String account) {
    var reader = new Reader();
    var journal = Journal.open(file, entry -> reader.read(file, entry));
    return new KinesisJournal(journal, reader.streams.state(region, account));
  }

  /// The streams as they were when it was opened.
  KinesisState loaded() {
    return loaded;
  }

  @Override
  public void changed(KinesisState before, KinesisState after) {
    var entry = entry(out -> writeChanges(out, before, after));
    if (entry.length == 0) {
      return;
    }
    try {
      journal.append(entry);
    } catch (DataException e) {
      throw new AwsException(AwsError.INTERNAL_FAILURE, String.valueOf(e.getMessage()));
    }
    if (journal.bytes() > lookAt) {
      tidy(after);
    }
  }

  @Override
  public void close() {
    journal.close();
  }

  private void tidy(KinesisState state) {
    var useful = bytes(state);
    if (journal.bytes() > 2 * useful) {
      try {
        journal.replace(entries -> writeAll(state, entries));
      } catch (DataException e) {
        // the file is as good as before, and longer than it need be
        log.atWarn().setCause(e).log("journal of the streams could not be made shorter");
      }
    }
    lookAt = Math.max(SMALL, 2 * Math.max(useful, journal.bytes()));
  }

  private static long bytes(KinesisState state) {
    return state.streams().values().stream()
        .flatMap(stream -> stream.shards().values().stream())
        .flatMap(shard -> shard.log().records().stream())
        .mapToLong(StoredRecord::size)
        .sum();
  }

  // ---- writing

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] entry(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be written", e);
    }
    return bytes.toByteArray();
  }

  private static void writeChanges(DataOutputStream out, KinesisState before, KinesisState after)
      throws IOException {
    if (Same.as(before.streams(), after.streams())) {
      return;
    }
    for (var old : before.streams().values()) {
      if (!after.streams().containsKey(old.name())) {
        out.writeByte(REMOVED);
        out.writeUTF(old.name());
      }
    }
    for (var stream : after.streams().values()) {
      var old = before.streams().get(stream.name());
      if (old == null) {
        writeStream(out, stream);
      } else if (!Same.as(old, stream)) {
        writeChanges(out, old, stream);
      }
    }
  }

  private static void writeChanges(DataOutputStream out, DataStream before, DataStream after)
      throws IOException {
    if (StreamDocument.differs(before, after)) {
      writeStream(out, after);
    }
    if (Same.as(before.shards(), after.shards())) {
      return;
    }
    for (var shard : after.shards().values()) {
      var old = before.shards().get(shard.number());
      var oldLog = old == null ? RecordLog.EMPTY : old.log();
      var newLog = shard.log();
      if (newLog.first() > oldLog.first()) {
        out.writeByte(TRIMMED);
        out.writeUTF(after.name());
        out.writeInt(shard.number());
        out.writeLong(newLog.first());
      }
      if (newLog.next() > oldLog.next()) {
        writeRecords(out, after.name(), shard, oldLog.next(), newLog.next());
      }
    }
  }

  private static void writeStream(DataOutputStream out, DataStream stream) throws IOException {
    var json = JSON.writeValueAsString(StreamDocument.of(stream)).getBytes(StandardCharsets.UTF_8);
    out.writeByte(STREAM);
    out.writeInt(json.length);
    out.write(json);
  }

  private static void writeRecords(
      DataOutputStream out, String stream, Shard shard, long from, long to) throws IOException {
    out.writeByte(RECORDS);
    out.writeUTF(stream);
    out.writeInt(shard.number());
    out.writeLong(from);
    out.writeInt(Math.toIntExact(to - from));
    for (var place = from; place < to; place++) {
      var stored = shard.log().get(place);
      out.writeLong(stored.arrivalMillis());
      out.writeUTF(stored.partitionKey());
      out.writeInt(stored.data().length);
      out.write(stored.data());
    }
  }

  private static void writeAll(KinesisState state, Consumer<byte[]> entries) {
    for (var stream : state.streams().values()) {
      entries.accept(entry(out -> writeStream(out, stream)));
      for (var shard : stream.shards().values()) {
        var from = shard.log().first();
        while (from < shard.log().next()) {
          var first = from;
          var next = chunk(shard.log(), first);
          entries.accept(entry(out -> writeRecords(out, stream.name(), shard, first, next)));
          from = next;
        }
      }
    }
  }

  private static long chunk(RecordLog log, long from) {
    var bytes = 0L;
    var next = from;
    while (next < log.next() && bytes < ENTRY_BYTES) {
      bytes += log.get(next++).size();
    }
    return next;
  }

  // ---- reading

  private static final class Reader {

    private final StreamsBuilder streams = new StreamsBuilder();

    void read(Path file, byte[] entry) {
      try (var in = new DataInputStream(new ByteArrayInputStream(entry))) {
        while (in.available() > 0) {
          readChange(in);
        }
      } catch (IOException | RuntimeException e) {
        throw new DataException(file + " holds an entry that cannot be read: " + e, e);
      }
    }

    private void readChange(DataInputStream in) throws IOException {
      int kind = in.readByte();
      switch (kind) {
        case STREAM ->
            streams.stream(JSON.readValue(in.readNBytes(in.readInt()), StreamDocument.class));
        case REMOVED -> streams.remove(in.readUTF());
        case RECORDS -> readRecords(in);
        case TRIMMED -> streams.log(in.readUTF(), in.readInt()).trim(in.readLong());
        default -> throw new IOException("unknown kind of change " + kind);
      }
    }

    private void readRecords(DataInputStream in) throws IOException {
      var target = streams.log(in.readUTF(), in.readInt());
      target.expect(in.readLong());
      for (var left = in.readInt(); left > 0; left--) {
        var millis = in.readLong();
        var key = in.readUTF();
        target.add(new StoredRecord(millis, key, in.readNBytes(in.readInt())));
      }
    }
  }
}
