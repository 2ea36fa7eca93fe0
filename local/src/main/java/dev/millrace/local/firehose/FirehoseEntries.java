package dev.millrace.local.firehose;

import dev.millrace.local.firehose.FirehoseRecord.Origin;
import dev.millrace.local.firehose.SourcePosition.Place;
import dev.millrace.local.firehose.prefix.ErrorOutput;
import dev.millrace.local.firehose.prefix.PartitionKeys;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.ConsPStack;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePVector;
import tools.jackson.databind.json.JsonMapper;

/// How the journal's entries are written. The numbers are part of the format.
final class FirehoseEntries {

  static final int SERIAL = 1;
  // 2 was a state whose records had no arrival, 4 and 3 those of delivery streams without lanes
  static final int STATE = 5;
  static final int EVENT = 6;

  private static final int ARRIVED = 1;
  private static final int TICK = 2;
  private static final int FLUSH = 3;
  private static final int STORED = 4;
  private static final int FAILED = 5;
  private static final int PROCESSED = 6;
  private static final int PROCESS_FAILED = 7;

  private static final int INTAKE = 1;
  private static final int DATA = 2;
  private static final int FAILURES = 3;
  private static final int BACKUP = 4;

  private static final JsonMapper JSON = JsonMapper.shared();

  private FirehoseEntries() {}

  /// Writes an entry.
  @FunctionalInterface
  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  static byte[] write(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be written", e);
    }
    return bytes.toByteArray();
  }

  static void writeEvent(
      DataOutputStream out, long serial, DeliveryEvent event, Instant now, @Nullable Place place)
      throws IOException {
    out.writeByte(EVENT);
    out.writeLong(serial);
    writeInstant(out, now);
    switch (event) {
      case DeliveryEvent.Arrived(var records) -> {
        out.writeByte(ARRIVED);
        writeAll(out, records);
      }
      case DeliveryEvent.Tick _ -> out.writeByte(TICK);
      case DeliveryEvent.Flush _ -> out.writeByte(FLUSH);
      case DeliveryEvent.Stored _ -> out.writeByte(STORED);
      case DeliveryEvent.StoreFailed _ -> out.writeByte(FAILED);
      case DeliveryEvent.Processed(var records) -> {
        out.writeByte(PROCESSED);
        out.writeInt(records.size());
        for (var placed : records) {
          writeLane(out, placed.lane());
          write(out, placed.record());
        }
      }
      case DeliveryEvent.ProcessFailed _ -> out.writeByte(PROCESS_FAILED);
    }
    out.writeBoolean(place != null);
    if (place != null) {
      writeJson(out, place);
    }
  }

  static DeliveryEvent readEvent(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case ARRIVED -> new DeliveryEvent.Arrived(readAll(in));
      case TICK -> new DeliveryEvent.Tick();
      case FLUSH -> new DeliveryEvent.Flush();
      case STORED -> new DeliveryEvent.Stored();
      case FAILED -> new DeliveryEvent.StoreFailed();
      case PROCESSED -> new DeliveryEvent.Processed(readPlaced(in));
      case PROCESS_FAILED -> new DeliveryEvent.ProcessFailed();
      default -> throw new IOException("unknown kind of event " + kind);
    };
  }

  static @Nullable Place readPlace(DataInputStream in) throws IOException {
    return in.readBoolean() ? JSON.readValue(readBytes(in), Place.class) : null;
  }

  static void writeState(DataOutputStream out, KeptStream stream) throws IOException {
    out.writeByte(STATE);
    writeJson(out, stream.document());
    out.writeBoolean(stream.deleted());
    out.writeLong(stream.taken());
    out.writeBoolean(stream.position() != null);
    if (stream.position() != null) {
      writeJson(out, stream.position());
    }
    write(out, stream.state().intake());
    write(out, stream.state().output());
  }

  static KeptStream readState(DataInputStream in) throws IOException {
    var document = JSON.readValue(readBytes(in), KeptStream.Document.class);
    var deleted = in.readBoolean();
    var taken = in.readLong();
    var position = in.readBoolean() ? JSON.readValue(readBytes(in), SourcePosition.class) : null;
    var intake = readQueue(in);
    var state = new DeliveryState(intake, readQueue(in));
    return new KeptStream(document, deleted, state, taken, position);
  }

  private static void write(DataOutputStream out, BatchQueue queue) throws IOException {
    out.writeLong(queue.batches());
    out.writeInt(queue.sealed().size());
    for (var batch : queue.sealed()) {
      out.writeLong(batch.number());
      writeLane(out, batch.lane());
      out.writeLong(batch.bytes());
      writeInstant(out, batch.oldest());
      writeAll(out, batch.records());
    }
    out.writeInt(queue.open().size());
    for (var entry : queue.open().entrySet()) {
      var buffer = entry.getValue();
      writeLane(out, entry.getKey());
      out.writeLong(buffer.number());
      out.writeLong(buffer.bytes());
      writeInstant(out, buffer.since());
      writeInstant(out, buffer.oldest());
      writeAll(out, buffer.newestFirst());
    }
  }

  private static BatchQueue readQueue(DataInputStream in) throws IOException {
    var batches = in.readLong();
    var sealed = TreePVector.<Batch>empty();
    for (var left = in.readInt(); left > 0; left--) {
      sealed = sealed.plus(readBatch(in));
    }
    var open = HashTreePMap.<Lane, Buffer>empty();
    for (var left = in.readInt(); left > 0; left--) {
      open = open.plus(readLane(in), readBuffer(in));
    }
    return new BatchQueue(open, sealed, false, 0, null, batches);
  }

  private static Batch readBatch(DataInputStream in) throws IOException {
    var number = in.readLong();
    var lane = readLane(in);
    var bytes = in.readLong();
    var oldest = readInstant(in);
    return new Batch(number, lane, Collections.unmodifiableList(readAll(in)), bytes, oldest);
  }

  private static Buffer readBuffer(DataInputStream in) throws IOException {
    var number = in.readLong();
    var bytes = in.readLong();
    var since = readInstant(in);
    var oldest = readInstant(in);
    return new Buffer(number, ConsPStack.from(readAll(in)), bytes, since, oldest);
  }

  private static void writeLane(DataOutputStream out, Lane lane) throws IOException {
    switch (lane) {
      case Lane.Intake _ -> out.writeByte(INTAKE);
      case Lane.Data(var keys) -> {
        out.writeByte(DATA);
        writeJson(out, keys);
      }
      case Lane.Failures(var why) -> {
        out.writeByte(FAILURES);
        out.writeUTF(why.text());
      }
      case Lane.Backup _ -> out.writeByte(BACKUP);
    }
  }

  private static Lane readLane(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case INTAKE -> new Lane.Intake();
      case DATA -> new Lane.Data(JSON.readValue(readBytes(in), PartitionKeys.class));
      case FAILURES -> new Lane.Failures(ErrorOutput.of(in.readUTF()));
      case BACKUP -> new Lane.Backup();
      default -> throw new IOException("unknown kind of lane " + kind);
    };
  }

  private static List<Placed> readPlaced(DataInputStream in) throws IOException {
    var records = new ArrayList<Placed>();
    for (var left = in.readInt(); left > 0; left--) {
      records.add(new Placed(readLane(in), read(in)));
    }
    return records;
  }

  static Instant readInstant(DataInputStream in) throws IOException {
    var seconds = in.readLong();
    return Instant.ofEpochSecond(seconds, in.readInt());
  }

  private static void writeInstant(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static void writeAll(DataOutputStream out, List<FirehoseRecord> records)
      throws IOException {
    out.writeInt(records.size());
    for (var record : records) {
      write(out, record);
    }
  }

  private static void write(DataOutputStream out, FirehoseRecord record) throws IOException {
    writeInstant(out, record.arrival());
    writeBytes(out, record.data());
    out.writeBoolean(record.origin() != null);
    if (record.origin() != null) {
      writeJson(out, record.origin());
    }
  }

  private static List<FirehoseRecord> readAll(DataInputStream in) throws IOException {
    var records = new ArrayList<FirehoseRecord>();
    for (var left = in.readInt(); left > 0; left--) {
      records.add(read(in));
    }
    return records;
  }

  private static FirehoseRecord read(DataInputStream in) throws IOException {
    var arrival = readInstant(in);
    var data = readBytes(in);
    var origin = in.readBoolean() ? JSON.readValue(readBytes(in), Origin.class) : null;
    return new FirehoseRecord(data, arrival, origin);
  }

  private static void writeJson(DataOutputStream out, Object value) throws IOException {
    writeBytes(out, JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8));
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    var length = in.readInt();
    return in.readNBytes(length);
  }
}
