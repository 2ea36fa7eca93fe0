package dev.millrace.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// Packs records the way the Kinesis Producer Library does.
final class Kpl {

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

  private Kpl() {}

  static byte[] pack(List<byte[]> records) {
    var message = new ByteArrayOutputStream();
    field(message, 1, "key".getBytes(UTF_8));
    for (var each : records) {
      var entry = new ByteArrayOutputStream();
      // the partition key with index 0
      entry.writeBytes(new byte[] {1 << 3, 0});
      field(entry, 3, each);
      field(message, 3, entry.toByteArray());
    }
    var packed = new ByteArrayOutputStream();
    packed.writeBytes(MAGIC);
    packed.writeBytes(message.toByteArray());
    packed.writeBytes(md5(message.toByteArray()));
    return packed.toByteArray();
  }

  private static void field(ByteArrayOutputStream to, int number, byte[] bytes) {
    to.write((number << 3) | 2);
    var length = bytes.length;
    while (length > 0x7F) {
      to.write((length & 0x7F) | 0x80);
      length >>>= 7;
    }
    to.write(length);
    to.writeBytes(bytes);
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has MD5", e);
    }
  }
}
