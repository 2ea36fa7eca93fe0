package dev.millrace.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Batches;
import dev.millrace.common.KinesisBatches.Entry;
import dev.millrace.common.UserRecord;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What packing saves: Firehose bills every record in steps of 5 KB.
class BilledSizeTest {

  private static final int STEP = 5 * 1024;
  private static final int COUNT = 10_000;
  private static final List<Entry<Verdict>> TRIPS = trips();

  @ParameterizedTest(name = "batches of {0}")
  @CsvSource({"1, 1", "100, 16", "1000, 16", "10000, 16"})
  void tripsOfOneBatchShareRecords(int batchSize, int atLeast) {
    var single = Bill.of(batchSize, Packing.NONE);
    var packed = Bill.of(batchSize, Packing.LINES);

    System.out.printf(
        Locale.ROOT,
        "batches of %,d: %,d trips of %,d bytes are billed as %,d bytes in %,d calls,"
            + " packed as %,d bytes in %,d calls: 1/%.1f%n",
        batchSize,
        COUNT,
        single.bytes / COUNT,
        single.billed,
        single.calls,
        packed.billed,
        packed.calls,
        (double) single.billed / packed.billed);
    assertThat(packed.bytes).isEqualTo(single.bytes);
    assertThat(single.billed).isEqualTo((long) COUNT * STEP);
    assertThat(packed.billed * atLeast).isLessThanOrEqualTo(single.billed);
    assertThat(packed.calls).isLessThanOrEqualTo(single.calls);
  }

  /// What the trips cost.
  private record Bill(long bytes, long billed, int calls) {

    static Bill of(int batchSize, Packing packing) {
      var bill = new Bill(0, 0, 0);
      for (var batch : Batches.split(TRIPS, _ -> 0, batchSize, 1)) {
        bill = bill.plus(DeliveryBatch.of(batch, packing, 1_024_000).records());
      }
      return bill;
    }

    private Bill plus(List<DeliveryRecord> records) {
      var sizes = records.stream().mapToInt(r -> r.data().length).boxed().toList();
      return new Bill(
          bytes + sizes.stream().mapToLong(size -> size).sum(),
          billed + sizes.stream().mapToLong(size -> Math.ceilDiv(size, STEP) * (long) STEP).sum(),
          calls + FirehoseDeliverySink.calls(records).size());
    }
  }

  private static List<Entry<Verdict>> trips() {
    var random = new Random(42);
    return IntStream.range(0, COUNT).mapToObj(i -> trip(i, Trips.full(random, i))).toList();
  }

  private static Entry<Verdict> trip(int number, String json) {
    var line = Trips.utf8(json + "\n");
    var record = new UserRecord(String.valueOf(number), 0, "key", null, line, false);
    return new Entry<>(record, new Verdict.Trip(line));
  }
}
