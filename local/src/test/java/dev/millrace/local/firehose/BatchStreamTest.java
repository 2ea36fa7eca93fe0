package dev.millrace.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchStreamTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyWayOfReadingGivesTheRecordsWithTheirDelimiters(long seed) {
    var random = new Random(seed);
    var records = Stream.generate(() -> bytes(random, random.nextInt(6))).limit(50).toList();
    var delimiter = bytes(random, random.nextInt(3));
    var expected = new ByteArrayOutputStream();
    for (var record : records) {
      expected.writeBytes(record);
      expected.writeBytes(delimiter);
    }

    var read = new ByteArrayOutputStream();
    var stream = new BatchStream(records, delimiter);
    var buffer = new byte[16];
    while (true) {
      if (random.nextInt(4) == 0) {
        var one = stream.read();
        if (one < 0) {
          break;
        }
        read.write(one);
      } else {
        var count = stream.read(buffer, 0, 1 + random.nextInt(16));
        if (count < 0) {
          break;
        }
        read.write(buffer, 0, count);
      }
    }

    assertThat(read.toByteArray()).isEqualTo(expected.toByteArray());
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static byte[] bytes(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
