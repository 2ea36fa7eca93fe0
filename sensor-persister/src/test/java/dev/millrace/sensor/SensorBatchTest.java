package dev.millrace.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.BatchOutcome;
import dev.millrace.common.UserRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
                record("1", Readings.json("Shadowfax", 1, 10)),
                record("2", Readings.json("Rocinante", 1, 20)),
                record("3", Readings.json("Shadowfax", 1, 30))));

    assertThat(batch.readings())
        .containsExactly(
            Readings.reading("Shadowfax", 1, 30), Readings.reading("Rocinante", 1, 20));
    assertThat(batch.end()).isEqualTo(BatchOutcome.complete());
  }

  @Test
  void aReadingThatWasReplacedNeedNotComeAgain() {
    var batch =
        SensorBatch.of(
            List.of(
                record("8", Readings.json("Shadowfax", 1, 10)),
                record("9", Readings.json("Rocinante", 1, 20)),
                record("10", Readings.json("Shadowfax", 1, 30))));

    assertThat(batch.lowest(batch.readings())).isEqualTo("9");
    assertThat(batch.lowest(List.of(Readings.reading("Shadowfax", 1, 30)))).isEqualTo("10");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsWrittenIsTheLastReadingPerKeyBeforeTheFirstPoison(long seed) {
    var random = new Random(seed);
    var records = new ArrayList<UserRecord>();
    var expected = new HashMap<Reading.Key, Reading>();
    String poison = null;
    for (var i = 0; i < random.nextInt(60); i++) {
      var sequence = String.valueOf(95 + i / 2);
      if (random.nextInt(40) == 0) {
        records.add(record(sequence, "{}"));
        poison = poison == null ? sequence : poison;
      } else {
        var name = "u" + random.nextInt(3);
        var second = random.nextInt(5);
        records.add(record(sequence, Readings.json(name, second, i)));
        if (poison == null) {
          var reading = Readings.reading(name, second, i);
          expected.put(reading.key(), reading);
        }
      }
    }

    var batch = SensorBatch.of(records);

    assertThat(batch.readings()).containsExactlyInAnyOrderElementsOf(expected.values());
    assertThat(new HashSet<>(batch.readings()).stream().map(Reading::key)).doesNotHaveDuplicates();
    switch (batch.end()) {
      case BatchOutcome.Complete() -> assertThat(poison).isNull();
      case BatchOutcome.StoppedAt(var sequence, _) -> assertThat(sequence).isEqualTo(poison);
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static UserRecord record(String sequenceNumber, String json) {
    return new UserRecord(
        sequenceNumber, 0, "key", null, json.getBytes(StandardCharsets.UTF_8), false);
  }
}
