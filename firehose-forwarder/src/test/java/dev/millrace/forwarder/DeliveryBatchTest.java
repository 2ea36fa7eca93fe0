package dev.millrace.forwarder;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Decoded;
import dev.millrace.common.KinesisBatches.Entry;
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

  private static final int MAX_BYTES = 1_000;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordIsDeliveredInOrderOrCountedAsSpurious(long seed) {
    var random = new Random(seed);
    var entries = new ArrayList<Entry<Verdict>>();
    var lines = new ArrayList<String>();
    var reasons = new ArrayList<Reason>();
    for (var i = 0; i < random.nextInt(50); i++) {
      if (random.nextInt(4) == 0) {
        var reason = random.nextBoolean() ? Reason.NOT_JSON : Reason.TYPE;
        entries.add(entry(i, reason == Reason.NOT_JSON ? "?" : "{}"));
        reasons.add(reason);
      } else {
        entries.add(entry(i, Trips.json(i)));
        lines.add(Trips.json(i) + "\n");
      }
    }

    var single = DeliveryBatch.of(entries, Packing.NONE, MAX_BYTES);
    var packed = DeliveryBatch.of(entries, Packing.LINES, MAX_BYTES);

    assertThat(single.records()).extracting(Trips::text).isEqualTo(lines);
    assertThat(single.spurious()).isEqualTo(reasons).isEqualTo(packed.spurious());
    assertThat(packed.records().stream().map(Trips::text).collect(joining()))
        .isEqualTo(String.join("", lines));
    assertThat(packed.records()).allMatch(r -> r.data().length <= MAX_BYTES);
    assertThat(DeliveryBatch.trips(packed.records())).isEqualTo(lines.size());
    assertThat(packed.records().stream().flatMap(r -> r.sources().stream()))
        .isEqualTo(single.records().stream().flatMap(r -> r.sources().stream()).toList());
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void aDeliveryKnowsTheRecordsItCameIn() {
    var entries = List.of(entry(7, "{}"), entry(8, Trips.json(1)), entry(9, Trips.json(2)));

    assertThat(DeliveryBatch.of(entries, Packing.LINES, MAX_BYTES).records())
        .singleElement()
        .extracting(DeliveryRecord::sources)
        .isEqualTo(List.of("8", "9"));
  }

  @Test
  void theLowestSourceIsFoundByValue() {
    assertThat(new DeliveryRecord(new byte[1], List.of("10", "9", "11")).lowestSource())
        .isEqualTo("9");
  }

  @Test
  void aLineAsLargeAsARecordStandsAlone() {
    var line = Trips.json(1).length() + 1;
    var entries = List.of(entry(1, Trips.json(1)), entry(2, Trips.json(2)));

    assertThat(DeliveryBatch.of(entries, Packing.LINES, line).records()).hasSize(2);
    assertThat(DeliveryBatch.of(entries, Packing.LINES, 2 * line).records()).hasSize(1);
  }

  private static Entry<Verdict> entry(int sequenceNumber, String json) {
    var record =
        new UserRecord(String.valueOf(sequenceNumber), 0, "key", null, Trips.utf8(json), false);
    if (new TripDecoder(MAX_BYTES).decode(record.data()) instanceof Decoded.Valid(var verdict)) {
      return new Entry<>(record, verdict);
    }
    throw new AssertionError(json);
  }
}
