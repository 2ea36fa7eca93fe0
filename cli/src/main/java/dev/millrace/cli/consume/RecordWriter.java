package dev.millrace.cli.consume;

import dev.millrace.cli.text.Payload;
import dev.millrace.common.Json;
import dev.millrace.common.KplAggregate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/// Writes user records, one per line, until there were enough.
public final class RecordWriter implements Tail.Sink {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final OutputStream out;
  private final Format format;
  private final boolean several;
  private final long max;
  private long written;

  /// How a record is written.
  public enum Format {
    LINE,
    JSON,
    RAW
  }

  /// @param several whether records are of several streams
  /// @param max how many records are written
  public RecordWriter(OutputStream out, Format format, boolean several, long max) {
    this.out = out;
    this.format = format;
    this.several = several;
    this.max = max;
  }

  /// A user record.
  ///
  /// @param place within its aggregate, null if it is a record of its own
  private record Shown(String partitionKey, @Nullable Integer place, byte[] data) {}

  @Override
  public boolean take(String stream, String shard, Record record) {
    try {
      for (var shown : shown(record).limit(max - written).toList()) {
        out.write(bytes(stream, shard, record, shown));
        out.write('\n');
        written++;
      }
      out.flush();
    } catch (IOException _) {
      // who reads it has gone, such as head, and wants no more
      return false;
    }
    return written < max;
  }

  /// How many records were written.
  public long written() {
    return written;
  }

  private Stream<Shown> shown(Record record) {
    var data = record.data().asByteArray();
    var whole = new Shown(record.partitionKey(), null, data);
    if (format == Format.RAW) {
      return Stream.of(whole);
    }
    return KplAggregate.unpack(data)
        .map(entries ->
            IntStream.range(0, entries.size())
                .mapToObj(i -> new Shown(entries.get(i).partitionKey(), i, entries.get(i).data())))
        .orElse(Stream.of(whole));
  }

  private byte[] bytes(String stream, String shard, Record record, Shown shown) {
    return switch (format) {
      case LINE -> utf8(line(stream, shard, record.approximateArrivalTimestamp(), shown));
      case JSON -> utf8(json(stream, shard, record, shown));
      case RAW -> shown.data();
    };
  }

  private String line(String stream, String shard, Instant arrival, Shown shown) {
    var key = Json.write(shown.partitionKey());
    // without its quotes, where it needs none
    var plain = key.equals('"' + shown.partitionKey() + '"') ? shown.partitionKey() : key;
    return "%s%s  %s  %s  %s"
        .formatted(
            several ? stream + "  " : "",
            ShardName.of(shard),
            TIME.format(arrival),
            plain,
            Payload.of(shown.data()).line());
  }

  private static String json(String stream, String shard, Record record, Shown shown) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("stream", stream);
    fields.put("shardId", shard);
    fields.put("sequenceNumber", record.sequenceNumber());
    if (shown.place() != null) {
      fields.put("subSequenceNumber", shown.place());
    }
    fields.put("arrival", TIME.format(record.approximateArrivalTimestamp()));
    fields.put("partitionKey", shown.partitionKey());
    Payload.of(shown.data()).addTo(fields);
    return Json.write(fields);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
