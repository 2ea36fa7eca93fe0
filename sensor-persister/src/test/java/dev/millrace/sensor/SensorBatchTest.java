package dev.millrace.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.KinesisBatches.Entry;
import dev.millrace.common.UserRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SensorBatchTest {

  @Test
  void theLastReadingOfAKeyCountsInThePlaceOfTheFirst() {
    var batch =
        SensorBatch.of(
            List.of(
                entry("1", Readings.reading("Shadowfax", 1, 10)),
                entry("2", Readings.reading("Rocinante", 1, 20)),
                entry("3", Readings.reading("Shadowfax", 1, 30))));

    assertThat(batch.readings())
        .containsExactly(
            Readings.reading("Shadowfax", 1, 30), Readings.reading("Rocinante", 1, 20));
  }

  @Test
  void aReadingThatWasReplacedComesAgainIfItsReplacementWasNotWritten() {
    var batch =
        SensorBatch.of(
            List.of(
                entry("8", Readings.reading("Shadowfax", 1, 10)),
                entry("9", Readings.reading("Rocinante", 1, 20)),
                entry("10", Readings.reading("Shadowfax", 1, 30))));

    assertThat(batch.lowest(batch.readings())).isEqualTo("8");
    assertThat(batch.lowest(List.of(Readings.reading("Shadowfax", 1, 30)))).isEqualTo("8");
    assertThat(batch.lowest(List.of(Readings.reading("Rocinante", 1, 20)))).isEqualTo("9");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsWrittenIsTheLastReadingPerKey(long seed) {
    var random = new Random(seed);
    var entries = new ArrayList<Entry<Reading>>();
    var expected = new HashMap<Reading.Key, Reading>();
    for (var i = random.nextInt(60); i > 0; i--) {
      var reading = Readings.reading("u" + random.nextInt(3), random.nextInt(5), i);
      entries.add(entry(String.valueOf(160 - i), reading));
      expected.put(reading.key(), reading);
    }

    assertThat(SensorBatch.of(entries).readings())
        .containsExactlyInAnyOrderElementsOf(expected.values());
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static Entry<Reading> entry(String sequenceNumber, Reading reading) {
    return new Entry<>(new UserRecord(sequenceNumber, 0, "key", null, new byte[0], false), reading);
  }
}
