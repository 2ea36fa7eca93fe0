package dev.millrace.common;

import dev.millrace.common.ProtoReader.BrokenException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The container in which the Kinesis Producer Library packs many user records into one.
///
/// Four magic bytes, a Protocol Buffers message, and the MD5 of that message.
public final class KplAggregate {

  /// One user record of an aggregate.
  ///
  /// @param explicitHashKey the hash key that the producer set in place of the key's own
  /// @param data owned by this value: not to be written to
  public record Entry(String partitionKey, @Nullable String explicitHashKey, byte[] data) {}

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int MD5_LENGTH = 16;

  /// The bytes around the message.
  static final int OVERHEAD = MAGIC.length + MD5_LENGTH;

  private final List<String> partitionKeys = new ArrayList<>();
  private final List<String> hashKeys = new ArrayList<>();
  private final List<ByteBuffer> records = new ArrayList<>();

  private KplAggregate() {}

  /// The user records of an aggregate in their order, or empty if the bytes are not one, or not a
  /// whole one. Never throws.
  public static Optional<List<Entry>> unpack(byte[] data) {
    if (!isSealed(data)) {
      return Optional.empty();
    }
    var message = ByteBuffer.wrap(data, MAGIC.length, data.length - MAGIC.length - MD5_LENGTH);
    try {
      var aggregate = new KplAggregate();
      aggregate.read(new ProtoReader(message));
      return Optional.of(aggregate.entries());
    } catch (BrokenException e) {
      return Optional.empty();
    }
  }

  private static boolean isSealed(byte[] data) {
    if (data.length < MAGIC.length + MD5_LENGTH) {
      return false;
    }
    for (var i = 0; i < MAGIC.length; i++) {
      if (data[i] != MAGIC[i]) {
        return false;
      }
    }
    var end = data.length - MD5_LENGTH;
    var md5 = md5();
    md5.update(data, MAGIC.length, end - MAGIC.length);
    return ByteBuffer.wrap(md5.digest()).equals(ByteBuffer.wrap(data, end, MD5_LENGTH));
  }

  /// A message with what is around it.
  static byte[] sealed(byte[] message) {
    return ByteBuffer.allocate(message.length + OVERHEAD)
        .put(MAGIC)
        .put(message)
        .put(md5().digest(message))
        .array();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has MD5", e);
    }
  }

  private void read(ProtoReader in) throws BrokenException {
    while (in.hasMore()) {
      var tag = in.tag();
      switch (tag.field()) {
        case 1 -> partitionKeys.add(expect(tag, ProtoReader.BYTES, in).string());
        case 2 -> hashKeys.add(expect(tag, ProtoReader.BYTES, in).string());
        case 3 -> records.add(expect(tag, ProtoReader.BYTES, in).bytes());
        default -> in.skip(tag);
      }
    }
  }

  /// The tables may follow the records that refer to them, so records are read last.
  private List<Entry> entries() throws BrokenException {
    var entries = new ArrayList<Entry>(records.size());
    for (var entry : records) {
      entries.add(entry(new ProtoReader(entry)));
    }
    return List.copyOf(entries);
  }

  private Entry entry(ProtoReader in) throws BrokenException {
    String partitionKey = null;
    String hashKey = null;
    byte[] data = null;
    while (in.hasMore()) {
      var tag = in.tag();
      switch (tag.field()) {
        case 1 ->
            partitionKey = lookUp(partitionKeys, expect(tag, ProtoReader.VARINT, in).varint());
        case 2 -> hashKey = lookUp(hashKeys, expect(tag, ProtoReader.VARINT, in).varint());
        case 3 -> data = copy(expect(tag, ProtoReader.BYTES, in).bytes());
        default -> in.skip(tag);
      }
    }
    if (partitionKey == null || data == null) {
      throw new BrokenException("record without partition key or data");
    }
    return new Entry(partitionKey, hashKey, data);
  }

  private static ProtoReader expect(ProtoReader.Tag tag, int type, ProtoReader in)
      throws BrokenException {
    if (tag.type() != type) {
      throw new BrokenException("field %d of type %d".formatted(tag.field(), tag.type()));
    }
    return in;
  }

  private static String lookUp(List<String> table, long index) throws BrokenException {
    if (index < 0 || index >= table.size()) {
      throw new BrokenException("no key " + index);
    }
    return table.get((int) index);
  }

  private static byte[] copy(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }
}
