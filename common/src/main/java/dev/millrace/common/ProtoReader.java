package dev.millrace.common;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads the fields of one Protocol Buffers message.
final class ProtoReader {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  /// The bytes are not such a message.
  static final class BrokenException extends Exception {
    BrokenException(String message) {
      super(message, null, false, false);
    }
  }

  /// The number and the wire type of the field that follows.
  record Tag(int field, int type) {}

  private final ByteBuffer in;

  ProtoReader(ByteBuffer in) {
    this.in = in.slice();
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  Tag tag() throws BrokenException {
    var tag = varint();
    if (tag < 8 || tag > 0xFFFF_FFFFL) {
      throw new BrokenException("tag out of range");
    }
    return new Tag((int) (tag >>> 3), (int) (tag & 7));
  }

  long varint() throws BrokenException {
    var value = 0L;
    for (var shift = 0; shift < Long.SIZE; shift += 7) {
      if (!in.hasRemaining()) {
        throw new BrokenException("cut off inside a number");
      }
      var b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new BrokenException("number longer than ten bytes");
  }

  ByteBuffer bytes() throws BrokenException {
    return take(varint());
  }

  String string() throws BrokenException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
    } catch (CharacterCodingException e) {
      throw new BrokenException("string is not UTF-8");
    }
  }

  void skip(Tag tag) throws BrokenException {
    switch (tag.type()) {
      case VARINT -> varint();
      case FIXED64 -> take(8);
      case BYTES -> bytes();
      case FIXED32 -> take(4);
      default -> throw new BrokenException("wire type " + tag.type());
    }
  }

  private ByteBuffer take(long length) throws BrokenException {
    if (length < 0 || length > in.remaining()) {
      throw new BrokenException("cut off inside a field");
    }
    var taken = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return taken;
  }
}
