package dev.millrace.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessOutputTest {

  @Test
  void plainTextIsCutAtLineBreaks() throws Exception {
    assertThat(log(bytes("one\r\ntwo ä\n\nthree"))).containsExactly("one", "two ä", "", "three");
  }

  @Test
  void aFrameIsOneEntryWhateverItHolds() throws Exception {
    assertThat(log(bytes("before"), frame("two\nlines\n"), frame(""), bytes("after\n")))
        .containsExactly("before", "two\nlines", "", "after");
  }

  @Test
  void anUnfinishedLineWaitsForItsEnd() throws Exception {
    var entries = new ArrayList<String>();
    new ProcessOutput(new ByteArrayInputStream(bytes("done\nnot yet")), entries::add).drain();

    assertThat(entries).containsExactly("done");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyMixOfLinesAndFramesComesBack(long seed) throws Exception {
    var random = new Random(seed);
    var expected = new ArrayList<String>();
    var printed = new ByteArrayOutputStream();
    for (int i = 0; i < 50; i++) {
      // Yen and Z are the bytes that begin a frame, but for the zero
      var text = "¥Z".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(20_000)) + i;
      expected.add(text);
      printed.writeBytes(random.nextBoolean() ? frame(text) : bytes(text + "\n"));
    }

    assertThat(log(printed.toByteArray())).isEqualTo(expected);
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private static List<String> log(byte[]... parts) throws IOException {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    var entries = new ArrayList<String>();
    new ProcessOutput(new ByteArrayInputStream(all.toByteArray()), entries::add).finish();
    return entries;
  }

  private static byte[] frame(String message) {
    var text = bytes(message);
    return ByteBuffer.allocate(16 + text.length)
        .putInt(0xA55A0003)
        .putInt(text.length)
        .putLong(1)
        .put(text)
        .array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
