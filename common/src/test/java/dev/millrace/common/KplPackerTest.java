package dev.millrace.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.kinesis.agg.AggRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// AWS's own aggregator tells what must come out.
class KplPackerTest {

  private record Written(String partitionKey, String hashKey, byte[] data) {}

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theBytesAreThoseOfAwssAggregator(long seed) {
    var written = random(new Random(seed));
    var packer = new KplPacker();
    var reference = new AggRecord();
    for (var record : written) {
      packer.add(record.partitionKey(), record.hashKey(), record.data());
      reference.addUserRecord(record.partitionKey(), record.hashKey(), record.data());
    }

    assertThat(packer.pack()).isEqualTo(reference.toRecordBytes());
    assertThat(packer.size()).isEqualTo(packer.pack().length);
    assertThat(packer.count()).isEqualTo(written.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsPackedComesOutAgain(long seed) {
    var written = random(new Random(seed));
    var packer = new KplPacker();
    written.forEach(record -> packer.add(record.partitionKey(), null, record.data()));

    var unpacked = KplAggregate.unpack(packer.pack()).orElseThrow();

    assertThat(unpacked).hasSameSizeAs(written);
    for (var i = 0; i < written.size(); i++) {
      assertThat(unpacked.get(i).partitionKey()).isEqualTo(written.get(i).partitionKey());
      assertThat(unpacked.get(i).explicitHashKey()).isNull();
      assertThat(unpacked.get(i).data()).isEqualTo(written.get(i).data());
    }
  }

  @Test
  void aKeyIsWrittenOnce() {
    var packer = new KplPacker();
    packer.add("Shadowfax", null, "a".getBytes(UTF_8));
    var one = packer.size();
    packer.add("Shadowfax", null, "b".getBytes(UTF_8));

    assertThat(packer.size() - one).isEqualTo(7);
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  private static List<Written> random(Random random) {
    var records = new ArrayList<Written>();
    for (var i = 1 + random.nextInt(300); i > 0; i--) {
      var data = new byte[random.nextInt(400)];
      random.nextBytes(data);
      records.add(
          new Written("ключ-" + random.nextInt(200), Long.toString(random.nextLong(9)), data));
    }
    return records;
  }
}
