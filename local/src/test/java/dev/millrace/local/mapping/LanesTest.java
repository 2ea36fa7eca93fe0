package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanesTest {

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static StreamRecord record(int number, int keyHash, int bytes) {
    return new StreamRecord(
        SequenceNumber.of(Integer.toString(number)),
        ShardSimulation.START,
        "x".repeat(bytes).getBytes(UTF_8),
        keyHash);
  }

  private static RecordQueue queue(int records, int bytes) {
    return RecordQueue.EMPTY.plus(
        IntStream.range(0, records).mapToObj(number -> record(number, 0, bytes)).toList());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Proves({Rule.LANE_OF_A_RECORD, Rule.ORDER_OF_KEYS})
  void everyRecordIsInTheLaneOfItsKeyInShardOrder(long seed) {
    var random = new Random(seed);
    var lanes = Lanes.of(new TestConfig().parallel(1 + random.nextInt(10)).build());
    var records = new ArrayList<StreamRecord>();
    for (var number = 0; number < 100; number++) {
      records.add(record(number, random.nextInt(), 2));
    }

    var shares = lanes.share(records);

    assertThat(shares).hasSize(lanes.count());
    for (var lane = 0; lane < lanes.count(); lane++) {
      var number = lane;
      assertThat(shares.get(lane))
          .isSortedAccordingTo(Comparator.comparing(StreamRecord::sequenceNumber))
          .allMatch(record -> lanes.of(record) == number);
    }
    assertThat(shares.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(records);
  }

  @Test
  @Proves(Rule.A_LANE_THAT_FAILS)
  void theRoomIsForAllLanesTogether() {
    var lanes = Lanes.of(new TestConfig().parallel(3).build());

    assertThat(lanes.room(List.of(queue(0, 2), queue(0, 2), queue(0, 2)))).isEqualTo(3000);
    assertThat(lanes.room(List.of(queue(2500, 2), queue(0, 2), queue(100, 2)))).isEqualTo(400);
    assertThat(lanes.room(List.of(queue(3100, 2), queue(0, 2), queue(0, 2)))).isZero();
  }

  @Test
  void aBatchPerLaneFitsHoweverLargeItIs() {
    var lanes = Lanes.of(new TestConfig().parallel(2).batchSize(10_000).build());

    assertThat(lanes.room(List.of(queue(0, 2), queue(0, 2)))).isEqualTo(20_000);
  }

  @Test
  void theRoomEndsAtSixMegabytesPerLane() {
    var lanes = Lanes.of(new TestConfig().parallel(2).build());

    assertThat(lanes.room(List.of(queue(11, 1024 * 1024), queue(0, 2)))).isEqualTo(1989);
    assertThat(lanes.room(List.of(queue(11, 1024 * 1024), queue(1, 1024 * 1024)))).isZero();
  }
}
