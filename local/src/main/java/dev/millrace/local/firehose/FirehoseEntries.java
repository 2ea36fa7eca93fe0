package dev.millrace.local.firehose;

import dev.millrace.local.firehose.FirehoseRecord.Origin;
import dev.millrace.local.firehose.SourcePosition.Place;
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
import org.pcollections.TreePVector;
import tools.jackson.databind.json.JsonMapper;

/// How the journal's entries are written. The numbers are part of the format.
final class FirehoseEntries {

  static final int SERIAL = 1;
  // 2 was a state whose records had no arrival
  static final int STATE = 4;
  static final int EVENT = 3;

  private static final int ARRIVED = 1;
  private static final int TICK = 2;
  private static final int FLUSH = 3;
  private static final int STORED = 4;
  private static final int FAILED = 5;

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
    var state = stream.state();
    out.writeLong(state.batches());
    out.writeInt(state.sealed().size());
    for (var batch : state.sealed()) {
      out.writeLong(batch.number());
      out.writeLong(batch.bytes());
      writeInstant(out, batch.oldest());
      writeAll(out, batch.records());
    }
    var open = state.open();
    out.writeBoolean(open != null);
    if (open != null) {
      out.writeLong(open.bytes());
      writeInstant(out, open.since());
      writeInstant(out, open.oldest());
      writeAll(out, open.newestFirst());
    }
  }

  static KeptStream readState(DataInputStream in) throws IOException {
    var document = JSON.readValue(readBytes(in), KeptStream.Document.class);
    var deleted = in.readBoolean();
    var taken = in.readLong();
    var position = in.readBoolean() ? JSON.readValue(readBytes(in), SourcePosition.class) : null;
    var batches = in.readLong();
    var sealed = TreePVector.<Batch>empty();
    for (var left = in.readInt(); left > 0; left--) {
      var number = in.readLong();
      var bytes = in.readLong();
      var oldest = readInstant(in);
      sealed =
          sealed.plus(new Batch(number, Collections.unmodifiableList(readAll(in)), bytes, oldest));
    }
    var open = in.readBoolean() ? readBuffer(in) : null;
    var state = new DeliveryState(open, sealed, false, 0, null, batches);
    return new KeptStream(document, deleted, state, taken, position);
  }

  private static Buffer readBuffer(DataInputStream in) throws IOException {
    var bytes = in.readLong();
    var since = readInstant(in);
    var oldest = readInstant(in);
    return new Buffer(ConsPStack.from(readAll(in)), bytes, since, oldest);
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
      writeInstant(out, record.arrival());
      writeBytes(out, record.data());
      out.writeBoolean(record.origin() != null);
      if (record.origin() != null) {
        writeJson(out, record.origin());
      }
    }
  }

  private static List<FirehoseRecord> readAll(DataInputStream in) throws IOException {
    var records = new ArrayList<FirehoseRecord>();
    for (var left = in.readInt(); left > 0; left--) {
      var arrival = readInstant(in);
      var data = readBytes(in);
      var origin = in.readBoolean() ? JSON.readValue(readBytes(in), Origin.class) : null;
      records.add(new FirehoseRecord(data, arrival, origin));
    }
    return records;
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
