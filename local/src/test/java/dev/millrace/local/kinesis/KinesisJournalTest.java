package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.time.StackClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KinesisJournalTest {

  private static final String REGION = "us-east-1";

  @TempDir private Path folder = Path.of("");

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-11-21T12:00:00Z"));

  private Path file() {
    return folder.resolve("kinesis.journal");
  }

  private KinesisServer open() {
    return KinesisServer.open(file(), clock, REGION, Account.ID, _ -> {}, Quotas.none());
  }

  private KinesisState stored() {
    try (var journal = KinesisJournal.open(file(), REGION, Account.ID)) {
      return journal.loaded();
    }
  }

  private static void create(KinesisServer server, String stream, int shards) {
    server.perform(CreateStream::apply, new CreateStream.Request(stream, shards, null, null));
  }

  private static PutRecord.Response put(KinesisServer server, String stream, String text) {
    return server.perform(
        PutRecord::apply,
        new PutRecord.Request(stream, null, text.getBytes(UTF_8), text, null, null));
  }

  private static String iterator(
      KinesisServer server, String shard, GetShardIterator.Type type, String sequenceNumber) {
    return server
        .perform(
            GetShardIterator::apply,
            new GetShardIterator.Request(
                "s", null, shard, type, sequenceNumber.isEmpty() ? null : sequenceNumber, null))
        .shardIterator();
  }

  private static List<String> read(KinesisServer server, String iterator) {
    return Account.texts(
        server.perform(GetRecords::apply, new GetRecords.Request(iterator, null, null)));
  }

  @Test
  void sequenceNumbersAndIteratorsOfBeforeGoOnAfterAKill() {
    var killed = open();
    create(killed, "s", 1);
    var first = put(killed, "s", "one");
    var iterator =
        iterator(
            killed,
            first.shardId(),
            GetShardIterator.Type.AFTER_SEQUENCE_NUMBER,
            first.sequenceNumber());
    put(killed, "s", "two");

    try (var server = open()) {
      var third = put(server, "s", "three");

      assertThat(read(server, iterator)).containsExactly("two", "three");
      assertThat(
              read(
                  server,
                  iterator(
                      server,
                      first.shardId(),
                      GetShardIterator.Type.AT_SEQUENCE_NUMBER,
                      first.sequenceNumber())))
          .containsExactly("one", "two", "three");
      assertThat(third.sequenceNumber()).isGreaterThan(first.sequenceNumber());
    }
  }

  @Test
  void aStreamThatWasMadeAnewHoldsNothingOfTheOldOne() {
    var killed = open();
    create(killed, "s", 1);
    put(killed, "s", "old");
    killed.perform(DeleteStream::apply, new DeleteStream.Request("s", null, null));
    create(killed, "s", 1);
    var put = put(killed, "s", "new");

    try (var server = open()) {
      assertThat(
              read(server, iterator(server, put.shardId(), GetShardIterator.Type.TRIM_HORIZON, "")))
          .containsExactly("new");
    }
  }

  @Test
  void recordsThatExpiredStayExpiredWhateverTheRetentionBecomes() {
    var killed = open();
    create(killed, "s", 1);
    var put = put(killed, "s", "old");
    clock.advance(Duration.ofHours(25));
    iterator(killed, put.shardId(), GetShardIterator.Type.TRIM_HORIZON, "");
    killed.perform(
        IncreaseStreamRetentionPeriod::apply,
        new IncreaseStreamRetentionPeriod.Request("s", null, 48));

    try (var server = open()) {
      assertThat(
              read(server, iterator(server, put.shardId(), GetShardIterator.Type.TRIM_HORIZON, "")))
          .isEmpty();
    }
  }

  @Test
  void aRequestThatCannotBeKeptFailsByNameAndChangesNothing() {
    var full = new boolean[1];
    KinesisStore store =
        (_, _) -> {
          if (full[0]) {
            throw new AwsException(AwsError.INTERNAL_FAILURE, "data directory /d takes no more");
          }
        };
    try (var server =
        new KinesisServer(
            clock, _ -> {}, KinesisState.empty(REGION, Account.ID), store, Quotas.none())) {
      create(server, "s", 1);
      var put = put(server, "s", "one");

      full[0] = true;
      assertThatThrownBy(() -> put(server, "s", "two"))
          .isInstanceOf(AwsException.class)
          .hasMessage("data directory /d takes no more");

      full[0] = false;
      put(server, "s", "three");
      assertThat(
              read(server, iterator(server, put.shardId(), GetShardIterator.Type.TRIM_HORIZON, "")))
          .containsExactly("one", "three");
    }
  }

  /// Random actions, with a kill now and then: the server that opens the file next has the state
  /// that the killed one had.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStateIsReadAsItWasWritten(long seed) {
    var random = new Random(seed);
    var journal = KinesisJournal.open(file(), REGION, Account.ID);
    var account = new Account();
    for (int i = 0; i < 200; i++) {
      var before = account.state;
      try {
        act(account, random);
      } catch (AwsException _) {
        // refused: nothing changed
      }
      journal.changed(before, account.state);
      account.advance(Duration.ofMinutes(random.nextInt(60)));
      if (random.nextInt(20) == 0) {
        assertThat(describe(stored())).as("step %d", i).isEqualTo(describe(account.state));
        journal = KinesisJournal.open(file(), REGION, Account.ID);
        account.state = journal.loaded();
      }
    }
  }

  private static void act(Account account, Random random) {
    var name = "s" + random.nextInt(3);
    var shards = account.state.streams().containsKey(name) ? account.stream(name).nextShard() : 1;
    var shard = Shard.id(random.nextInt(shards));
    switch (random.nextInt(12)) {
      case 0, 1 -> account.create(name, 1 + random.nextInt(3));
      case 2 -> {
        if (random.nextInt(4) == 0) {
          account.call(DeleteStream::apply, new DeleteStream.Request(name, null, null));
        }
      }
      case 3 -> account.split(name, shard, Integer.toString(random.nextInt()).replace("-", ""));
      case 4 -> account.merge(name, shard, Shard.id(random.nextInt(shards)));
      case 5 ->
          account.call(
              AddTagsToStream::apply,
              new AddTagsToStream.Request(name, null, Map.of("k" + random.nextInt(3), "ü")));
      case 6 ->
          account.call(
              UpdateShardCount::apply,
              new UpdateShardCount.Request(
                  name, null, 1 + random.nextInt(4), UpdateShardCount.ScalingType.UNIFORM_SCALING));
      case 7 -> account.get(account.oldest(name, shard), null);
      default ->
          account.call(
              PutRecords::apply,
              new PutRecords.Request(
                  name,
                  null,
                  IntStream.range(0, 1 + random.nextInt(5))
                      .mapToObj(i ->
                          new PutRecords.Entry(
                              new byte[random.nextInt(10)], "key" + random.nextInt(), null))
                      .toList()));
    }
  }

  private static List<String> describe(KinesisState state) {
    var lines = new ArrayList<String>();
    for (var stream : state.streams().values()) {
      lines.add(StreamDocument.of(stream) + " open " + stream.open());
      for (var shard : stream.shards().values()) {
        for (var record : shard.log().records()) {
          lines.add(
              shard.id()
                  + " "
                  + record.arrivalMillis()
                  + " "
                  + record.partitionKey()
                  + " "
                  + List.of(record.data().length));
        }
      }
    }
    return lines;
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }
}
