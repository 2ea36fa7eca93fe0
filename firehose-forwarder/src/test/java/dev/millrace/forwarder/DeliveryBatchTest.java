package dev.millrace.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.BatchOutcome;
import dev.millrace.common.UserRecord;
import dev.millrace.forwarder.Verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryBatchTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordIsDeliveredInOrderOrCountedAsSpurious(long seed) {
    var random = new Random(seed);
    var records = new ArrayList<UserRecord>();
    var lines = new ArrayList<String>();
    var reasons = new ArrayList<Reason>();
    for (var i = 0; i < random.nextInt(50); i++) {
      if (random.nextInt(4) == 0) {
        var reason = random.nextBoolean() ? Reason.NOT_JSON : Reason.TYPE;
        records.add(record(i, reason == Reason.NOT_JSON ? "?" : "{}"));
        reasons.add(reason);
      } else {
        records.add(record(i, Trips.json(i)));
        lines.add(Trips.json(i) + "\n");
      }
    }

    var batch = DeliveryBatch.of(records);

    assertThat(batch.records()).extracting(Trips::text).isEqualTo(lines);
    assertThat(batch.spurious()).isEqualTo(reasons);
    assertThat(batch.end()).isEqualTo(BatchOutcome.complete());
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void aDeliveryKnowsTheRecordItCameIn() {
    var batch = DeliveryBatch.of(List.of(record(7, "{}"), record(8, Trips.json(1))));

    assertThat(batch.records())
        .singleElement()
        .extracting(DeliveryRecord::sources)
        .isEqualTo(List.of("8"));
  }

  @Test
  void theLowestSourceIsFoundByValue() {
    assertThat(new DeliveryRecord(new byte[1], List.of("10", "9", "11")).lowestSource())
        .isEqualTo("9");
  }

  @Test
  void aTripThatJustFitsIsDelivered() {
    var batch = DeliveryBatch.of(List.of(record(1, tripOf(1_023_999))));

    assertThat(batch.records())
        .singleElement()
        .satisfies(r -> assertThat(r.data()).hasSize(1_024_000));
    assertThat(batch.end()).isEqualTo(BatchOutcome.complete());
  }

  @Test
  void aTripThatIsTooLargeStopsTheBatch() {
    var batch =
        DeliveryBatch.of(
            List.of(record(1, Trips.json(1)), record(2, tripOf(1_024_000)), record(3, "?")));

    assertThat(batch.records()).hasSize(1);
    assertThat(batch.spurious()).isEmpty();
    assertThat(batch.end())
        .isInstanceOfSatisfying(
            BatchOutcome.StoppedAt.class,
            stop -> {
              assertThat(stop.sequenceNumber()).isEqualTo("2");
              assertThat(stop.cause())
                  .hasMessage("a trip must have at most 1024000 bytes as a line, had 1024001");
            });
  }

  private static String tripOf(int bytes) {
    var bare = Trips.json(1).replace("{", "{\"note\":\"\",");
    return bare.replace("\"\"", "\"" + "x".repeat(bytes - bare.length()) + "\"");
  }

  private static UserRecord record(int sequenceNumber, String json) {
    return new UserRecord(String.valueOf(sequenceNumber), 0, "key", null, Trips.utf8(json), false);
  }
}
