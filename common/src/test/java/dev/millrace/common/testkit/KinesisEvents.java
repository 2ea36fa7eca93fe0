package dev.millrace.common.testkit;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// Kinesis events made of payloads: record `n` has the sequence number `100 + n`.
public final class KinesisEvents {

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

  private KinesisEvents() {}

  public static KinesisEvent of(String... payloads) {
    return of(List.of(payloads).stream().map(KinesisEvents::utf8).toList());
  }

  public static KinesisEvent of(List<byte[]> payloads) {
    var event = new KinesisEvent();
    event.setRecords(records(payloads));
    return event;
  }

  public static List<KinesisEventRecord> records(List<byte[]> payloads) {
    var records = new ArrayList<KinesisEventRecord>();
    for (var payload : payloads) {
      var kinesis = new KinesisEvent.Record();
      kinesis.setSequenceNumber(String.valueOf(100 + records.size()));
      kinesis.setPartitionKey("key");
      kinesis.setData(ByteBuffer.wrap(payload));
      var streamRecord = new KinesisEventRecord();
      streamRecord.setKinesis(kinesis);
      records.add(streamRecord);
    }
    return records;
  }

  /// A record as Lambda reads it from a shard of the stream `stream`.
  public static KinesisEventRecord record(String shardId, String sequenceNumber, byte[] payload) {
    var streamRecord = records(List.of(payload)).getFirst();
    streamRecord.getKinesis().setSequenceNumber(sequenceNumber);
    streamRecord.setEventID(shardId + ":" + sequenceNumber);
    streamRecord.setEventSourceARN("arn:aws:kinesis:us-east-1:000000000000:stream/stream");
    return streamRecord;
  }

  /// The payloads as the Kinesis Producer Library packs them into one record.
  public static byte[] aggregate(String... payloads) {
    var message = new ByteArrayOutputStream();
    field(message, 1, utf8("key"));
    for (var payload : payloads) {
      var entry = new ByteArrayOutputStream();
      entry.write(1 << 3);
      entry.write(0);
      field(entry, 3, utf8(payload));
      field(message, 3, entry.toByteArray());
    }
    var aggregate = new ByteArrayOutputStream();
    aggregate.writeBytes(MAGIC);
    aggregate.writeBytes(message.toByteArray());
    aggregate.writeBytes(md5(message.toByteArray()));
    return aggregate.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
    out.write((number << 3) | 2);
    for (var rest = bytes.length; ; rest >>>= 7) {
      if (rest < 0x80) {
        out.write(rest);
        break;
      }
      out.write((rest & 0x7F) | 0x80);
    }
    out.writeBytes(bytes);
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has MD5", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
