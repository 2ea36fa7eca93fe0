package dev.millrace.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.FirehoseRecord.Origin;
import dev.millrace.local.firehose.SourcePosition.Place;
import dev.millrace.local.gateway.AwsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FirehoseJournalTest {

  private static final Instant START = Instant.parse("2026-11-21T10:15:30.123456789Z");

  @TempDir private Path folder = Path.of("");

  private FirehoseJournal open() {
    return FirehoseJournal.open(folder.resolve("firehose.journal"));
  }

  private static KeptStream.Document document(long serial) {
    return new KeptStream.Document(
        new CreateDeliveryStream.Request("s" + serial, null, null, Configs.hints(1, 60)),
        serial,
        START,
        new SourcePosition(Map.of(), Set.of("shardId-000000000000")));
  }

  /// Random events, with a kill now and then: what is read is what was written.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStateIsReadAsItWasWritten(long seed) {
    var random = new Random(seed);
    var journal = open();
    var document = document(3);
    var rules = KeptStream.of(document).rules();
    var store = journal.created(document);
    var state = DeliveryState.EMPTY;
    var now = START;
    for (int i = 0; i < 200; i++) {
      now = now.plusSeconds(random.nextInt(20));
      var event = event(random, state, now);
      var after = state.step(rules, event, now).state();
      var place =
          event instanceof DeliveryEvent.Arrived
              ? new Place("shard" + random.nextInt(3), "" + i, true, now, random.nextInt(9) == 0)
              : null;
      store.happens(event, now, after, place);
      state = after;
      if (random.nextInt(20) == 0) {
        var before = describe(journal);
        journal = open();
        assertThat(describe(journal)).as("step %d", i).isEqualTo(before);
        assertThat(journal.nextSerial()).isEqualTo(4);
        store = journal.store(3);
        state = journal.streams().getFirst().state();
      }
    }
  }

  private static DeliveryEvent event(Random random, DeliveryState state, Instant now) {
    return switch (random.nextInt(4)) {
      case 0 -> new DeliveryEvent.Tick();
      case 1 ->
          state.storing()
              ? random.nextBoolean() ? new DeliveryEvent.Stored() : new DeliveryEvent.StoreFailed()
              : new DeliveryEvent.Flush();
      default ->
          new DeliveryEvent.Arrived(
              IntStream.range(0, 1 + random.nextInt(3))
                  .mapToObj(_ ->
                      new FirehoseRecord(
                          new byte[random.nextInt(400_000)],
                          now.minusMillis(random.nextInt(9)),
                          origin(random)))
                  .toList());
    };
  }

  private static @Nullable Origin origin(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> new Origin("" + random.nextLong(), null);
      default -> new Origin("" + random.nextLong(), random.nextLong(9));
    };
  }

  private static List<String> describe(FirehoseJournal journal) {
    var lines = new ArrayList<String>();
    for (var stream : journal.streams()) {
      var state = stream.state();
      lines.add(stream.document() + " " + stream.taken() + " " + stream.position());
      lines.add(state.batches() + " batches, " + state.records() + " records");
      for (var batch : state.sealed()) {
        lines.add(
            batch.number() + " " + batch.bytes() + " " + batch.oldest() + sizes(batch.records()));
      }
      var open = state.open();
      if (open != null) {
        lines.add(open.bytes() + " " + open.since() + open.oldest() + sizes(open.newestFirst()));
      }
    }
    return lines;
  }

  private static List<String> sizes(List<FirehoseRecord> records) {
    return records.stream()
        .map(record -> record.data().length + " " + record.arrival() + " " + record.origin())
        .toList();
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @Test
  void aPutThatCannotBeKeptFailsByNameAndAStoredBatchDoesNot() {
    var journal = open();
    var store = journal.created(document(0));
    var arrived = new DeliveryEvent.Arrived(List.of(new FirehoseRecord(new byte[] {1}, START)));
    var rules = KeptStream.of(document(0)).rules();
    var full = DeliveryState.EMPTY.step(rules, arrived, START).state();
    store.happens(arrived, START, full, null);
    journal.close(); // as good as a full disk: nothing can be written

    assertThatThrownBy(() -> store.happens(arrived, START, full, null))
        .isInstanceOf(AwsException.class)
        .hasMessageStartingWith("data directory " + folder + " takes no more");
    assertThat(journal.streams().getFirst().taken()).isEqualTo(1);
    var flushed = full.step(rules, new DeliveryEvent.Flush(), START).state();
    store.happens(new DeliveryEvent.Flush(), START, flushed, null);
    assertThat(journal.streams().getFirst().state().batches()).isEqualTo(1);
  }

  @Test
  void aDeletedStreamIsForgottenWhenItIsEmpty() {
    var journal = open();
    journal.created(document(0));
    journal.created(document(1));
    journal.deleted(0);
    journal.deleted(1);

    assertThat(open().streams()).isEmpty();
    assertThat(open().nextSerial()).isEqualTo(2);
  }
}
