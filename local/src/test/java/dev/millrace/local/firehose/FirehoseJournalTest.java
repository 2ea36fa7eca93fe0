package dev.millrace.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.FirehoseRecord.Origin;
import dev.millrace.local.firehose.SourcePosition.Place;
import dev.millrace.local.firehose.prefix.ErrorOutput;
import dev.millrace.local.firehose.prefix.PartitionKeys;
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

  private static final int LARGEST = 100_000;

  /// With a function before the destination, and a backup beside it.
  private static final ExtendedS3 CONFIG =
      Configs.hints(1, 60)
          .with(
              new ExtendedS3.Update(
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  new ProcessingConfiguration(
                      true,
                      List.of(
                          new ProcessingConfiguration.Processor(
                              "Lambda",
                              List.of(
                                  new ProcessingConfiguration.Parameter(
                                      "LambdaArn",
                                      "arn:aws:lambda:us-east-1:000000000000:function:f"))))),
                  ExtendedS3.BackupMode.Enabled,
                  new PlainS3.Update(
                      "arn:aws:iam::000000000000:role/delivery",
                      "arn:aws:s3:::backup",
                      null,
                      null,
                      new BufferingHints(2, 30),
                      null,
                      null,
                      null),
                  null,
                  null,
                  null,
                  null));

  @TempDir private Path folder = Path.of("");

  private FirehoseJournal open() {
    return FirehoseJournal.open(folder.resolve("firehose.journal"));
  }

  private static KeptStream.Document document(long serial) {
    return new KeptStream.Document(
        new CreateDeliveryStream.Request("s" + serial, null, null, CONFIG, null, null),
        serial,
        START,
        1,
        START,
        Map.of("a", "b"),
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
    for (int i = 0; i < 150; i++) {
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
    return switch (random.nextInt(6)) {
      case 0 -> new DeliveryEvent.Tick();
      case 1 ->
          state.output().busy()
              ? random.nextBoolean() ? new DeliveryEvent.Stored() : new DeliveryEvent.StoreFailed()
              : new DeliveryEvent.Flush();
      case 2, 3 ->
          state.intake().busy()
              ? random.nextBoolean() ? processed(random) : new DeliveryEvent.ProcessFailed()
              : new DeliveryEvent.Flush();
      default ->
          new DeliveryEvent.Arrived(
              IntStream.range(0, 1 + random.nextInt(3))
                  .mapToObj(_ ->
                      new FirehoseRecord(
                          new byte[random.nextInt(LARGEST)],
                          now.minusMillis(random.nextInt(9)),
                          origin(random)))
                  .toList());
    };
  }

  private static DeliveryEvent processed(Random random) {
    var key = "" + random.nextInt(3);
    var lanes =
        List.of(
            new Lane.Failures(ErrorOutput.PROCESSING_FAILED),
            new Lane.Data(new PartitionKeys(Map.of("k", key), Map.of())),
            new Lane.Data(new PartitionKeys(Map.of(), Map.of("k", key))));
    return new DeliveryEvent.Processed(
        lanes.stream()
            .map(lane ->
                new Placed(
                    lane,
                    new FirehoseRecord(new byte[random.nextInt(LARGEST)], START, origin(random))))
            .toList());
  }

  private static @Nullable Origin origin(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> new Origin("shard", "key", "" + random.nextLong(), null);
      default -> new Origin("shard", "key", "" + random.nextLong(), random.nextLong(9));
    };
  }

  private static List<String> describe(FirehoseJournal journal) {
    var lines = new ArrayList<String>();
    for (var stream : journal.streams()) {
      var state = stream.state();
      lines.add(stream.document() + " " + stream.taken() + " " + stream.position());
      lines.add(state.sealed() + " batches, " + state.records() + " records");
      describe(state.intake(), lines);
      describe(state.output(), lines);
    }
    return lines;
  }

  private static void describe(BatchQueue queue, List<String> lines) {
    lines.add(queue.batches() + " batches");
    for (var batch : queue.sealed()) {
      lines.add(
          batch.number()
              + " "
              + batch.lane()
              + " "
              + batch.bytes()
              + " "
              + batch.oldest()
              + sizes(batch.records()));
    }
    queue.open().entrySet().stream()
        .map(entry ->
            entry.getValue().number()
                + " "
                + entry.getKey()
                + " "
                + entry.getValue().bytes()
                + " "
                + entry.getValue().since()
                + entry.getValue().oldest()
                + sizes(entry.getValue().newestFirst()))
        .sorted()
        .forEach(lines::add);
  }

  private static List<String> sizes(List<FirehoseRecord> records) {
    return records.stream()
        .map(record -> record.data().length + " " + record.arrival() + " " + record.origin())
        .toList();
  }

  static LongStream seeds() {
    return LongStream.range(0, 10);
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
    assertThat(journal.streams().getFirst().state().sealed()).isEqualTo(2);
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
