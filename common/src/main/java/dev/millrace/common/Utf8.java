package dev.millrace.common;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Text of bytes that others wrote.
public final class Utf8 {

  /// What a lenient decoder puts in place of what is no UTF-8; a text may hold it, too.
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /// The text, or empty if the bytes are not valid UTF-8.
  public static Optional<String> text(byte[] utf8) {
    // several times as fast as a strict decoder, which is only asked if that leaves a doubt
    var text = new String(utf8, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : strict(utf8);
  }

  private static Optional<String> strict(byte[] utf8) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
