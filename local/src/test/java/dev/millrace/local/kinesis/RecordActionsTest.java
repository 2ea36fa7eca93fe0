package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordActionsTest {

  private final Account account = new Account();

  private PutRecord.Response put(String key, @Nullable String hash, byte[] data) {
    return account.call(PutRecord::apply, new PutRecord.Request("s", null, data, key, hash, null));
  }

  private PutRecords.Response putMany(List<PutRecords.Entry> entries) {
    return account.call(PutRecords::apply, new PutRecords.Request("s", null, entries));
  }

  private static PutRecords.Entry entry(String key, byte[] data) {
    return new PutRecords.Entry(data, key, null);
  }

  @Test
  void aKeyDecidesTheShardUnlessAHashIsGiven() {
    account.create("s", 2);

    // md5("a") begins with 0c, md5("e") with e1
    assertThat(put("a", null, new byte[0]).shardId()).isEqualTo(Shard.id(0));
    assertThat(put("e", null, new byte[0]).shardId()).isEqualTo(Shard.id(1));
    assertThat(put("a", HashRange.ALL.end().toString(), new byte[0]).shardId())
        .isEqualTo(Shard.id(1));
  }

  @Test
  void sequenceNumbersIncreaseWithinAShardEvenIfTheClockGoesBack() {
    account.create("s", 1);
    var first = new BigInteger(account.put("s", "k", "1").sequenceNumber());
    account.advance(Duration.ofHours(-1));
    var second = new BigInteger(account.put("s", "k", "2").sequenceNumber());

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void aPutIsNewsForReadersOfTheStream() {
    account.create("s", 1);
    assertThat(account.news).isNull();
    account.put("s", "k", "1");
    assertThat(account.news).isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/s");
    account.oldest("s", Shard.id(0));
    assertThat(account.news).isNull();
  }

  @Test
  void aRecordHasAtMostOneMebibyteWithItsKey() {
    account.create("s", 1);
    put("k", null, new byte[(1 << 20) - 1]);

    assertThatThrownBy(() -> put("k", null, new byte[1 << 20]))
        .hasMessage(
            "1 validation error detected: Value '1048577 bytes with its partition key' at 'data'"
                + " failed to satisfy constraint: Member must have length less than or equal to"
                + " 1048576");
  }

  @Test
  void aKeyHasOneTo256Characters() {
    account.create("s", 1);
    put("😀".repeat(256), null, new byte[0]);

    assertThatThrownBy(() -> put("x".repeat(257), null, new byte[0]))
        .hasMessageContaining("'partitionKey'")
        .hasMessageContaining("less than or equal to 256");
    assertThatThrownBy(() -> put("", null, new byte[0]))
        .hasMessageContaining("greater than or equal to 1");
  }

  @Test
  void anExplicitHashMustBeAHashKey() {
    account.create("s", 1);

    assertThatThrownBy(() -> put("k", "340282366920938463463374607431768211456", new byte[0]))
        .hasMessageContaining("Invalid ExplicitHashKey")
        .hasMessageContaining("340282366920938463463374607431768211456");
    assertThatThrownBy(() -> put("k", "-1", new byte[0])).hasMessageContaining("explicitHashKey");
  }

  @Test
  void aRequestWithOneBadRecordWritesNone() {
    account.create("s", 1);
    var entries = List.of(entry("a", new byte[1]), entry("", new byte[1]));

    assertThatThrownBy(() -> putMany(entries))
        .hasMessageContaining("'records.2.member.partitionKey'");
    assertThat(account.get(account.oldest("s", Shard.id(0)), null).records()).isEmpty();
  }

  @Test
  void aRequestHasAtMost500RecordsAndTenMebibytes() {
    account.create("s", 1);

    assertThatThrownBy(() -> putMany(Collections.nCopies(501, entry("k", new byte[0]))))
        .hasMessageContaining("'501 records' at 'records'");
    assertThatThrownBy(() -> putMany(List.of()))
        .hasMessageContaining("length greater than or equal to 1");
    assertThatThrownBy(() -> putMany(Collections.nCopies(11, entry("k", new byte[1_000_000]))))
        .hasMessage("Records size exceeds 10 MiB limit: was 11000011 bytes");
  }

  @Test
  void answersComeInTheOrderOfTheRequest() {
    account.create("s", 4);
    var entries = new ArrayList<PutRecords.Entry>();
    for (int i = 0; i < 100; i++) {
      entries.add(entry("k" + i, new byte[0]));
    }

    var results = putMany(entries).records();

    for (int i = 0; i < 100; i++) {
      int shard = account.stream("s").shardOf(HashRange.hash("k" + i));
      assertThat(results.get(i).shardId()).isEqualTo(Shard.id(shard));
    }
  }

  @Test
  void recordsAreReadInPagesToTheTip() {
    account.create("s", 1);
    for (int i = 0; i < 5; i++) {
      account.put("s", "k", "v" + i);
    }
    account.advance(Duration.ofSeconds(7));

    var first = account.get(account.oldest("s", Shard.id(0)), 3);
    var second = account.get(String.valueOf(first.nextShardIterator()), 3);
    var third = account.get(String.valueOf(second.nextShardIterator()), 3);

    assertThat(Account.texts(first)).containsExactly("v0", "v1", "v2");
    assertThat(first.millisBehindLatest()).isEqualTo(7000);
    assertThat(Account.texts(second)).containsExactly("v3", "v4");
    assertThat(second.millisBehindLatest()).isZero();
    assertThat(third.records()).isEmpty();
    assertThat(third.nextShardIterator()).isNotNull();
    assertThat(third.childShards()).isNull();
  }

  @Test
  void anAnswerHasAtMostTenMebibytes() {
    account.create("s", 1);
    for (int i = 0; i < 12; i++) {
      put("k", null, new byte[1_000_000]);
    }

    var first = account.get(account.oldest("s", Shard.id(0)), null);

    assertThat(first.records()).hasSize(10);
    assertThat(first.millisBehindLatest()).isPositive();
    assertThat(account.get(String.valueOf(first.nextShardIterator()), null).records()).hasSize(2);
  }

  @Test
  void aReadHasAtMostTenThousandRecords() {
    account.create("s", 1);

    assertThatThrownBy(() -> account.get(account.oldest("s", Shard.id(0)), 10_001))
        .hasMessageContaining("'10001' at 'limit'");
    assertThatThrownBy(() -> account.get(account.oldest("s", Shard.id(0)), 0))
        .hasMessageContaining("'0' at 'limit'");
  }

  @Test
  void expiredRecordsAreNeitherReadNorKept() {
    account.create("s", 1).put("s", "k", "old");
    var sequence = account.put("s", "k", "old too").sequenceNumber();
    account.advance(Duration.ofHours(24));
    account.put("s", "k", "new");
    assertThat(Account.texts(account.get(account.oldest("s", Shard.id(0)), null))).hasSize(3);

    account.advance(Duration.ofMillis(1));
    var at =
        account.iterator(
            "s", Shard.id(0), GetShardIterator.Type.AT_SEQUENCE_NUMBER, sequence, null);

    assertThat(Account.texts(account.get(at, null))).containsExactly("new");
    assertThat(account.stored("s").existing(0).log().records()).hasSize(1);
  }

  @Test
  void aDecreasedRetentionDropsRecordsAtOnce() {
    account.create("s", 1);
    account.call(
        IncreaseStreamRetentionPeriod::apply,
        new IncreaseStreamRetentionPeriod.Request("s", null, 48));
    account.put("s", "k", "x");
    account.advance(Duration.ofHours(30));
    assertThat(account.get(account.oldest("s", Shard.id(0)), null).records()).hasSize(1);

    account.call(
        DecreaseStreamRetentionPeriod::apply,
        new DecreaseStreamRetentionPeriod.Request("s", null, 24));

    assertThat(account.get(account.oldest("s", Shard.id(0)), null).records()).isEmpty();
  }

  @Test
  void aTimestampFindsTheFirstRecordFromThenOn() {
    account.create("s", 1);
    for (int i = 0; i < 10; i++) {
      account.put("s", "k", "v" + i);
      account.advance(Duration.ofSeconds(1));
    }
    var start = account.now.minusSeconds(10);

    for (int i = 0; i < 10; i++) {
      var exact = start.plusSeconds(i);
      assertThat(firstFrom(exact)).isEqualTo("v" + i);
      assertThat(firstFrom(exact.minusMillis(1))).isEqualTo("v" + i);
    }
    assertThatThrownBy(() -> firstFrom(account.now.plusMillis(1)))
        .hasMessageStartingWith("The timestampInMillis parameter cannot be greater");
  }

  private String firstFrom(Instant time) {
    var iterator =
        account.iterator("s", Shard.id(0), GetShardIterator.Type.AT_TIMESTAMP, null, time);
    return Account.texts(account.get(iterator, 1)).getFirst();
  }

  @Test
  void aLatestIteratorSeesWhatComesAfterIt() {
    account.create("s", 1).put("s", "k", "before");
    var latest = account.iterator("s", Shard.id(0), GetShardIterator.Type.LATEST, null, null);
    account.put("s", "k", "after");

    assertThat(Account.texts(account.get(latest, null))).containsExactly("after");
  }

  @Test
  void aShardsOwnBoundsAreValidStartingPlaces() {
    account.create("s", 1).put("s", "k", "x");
    account.split("s", Shard.id(0), "1000");
    var bounds = account.stream("s").existing(0).wire().sequenceNumberRange();

    var fromStart =
        account.iterator(
            "s",
            Shard.id(0),
            GetShardIterator.Type.AFTER_SEQUENCE_NUMBER,
            bounds.startingSequenceNumber(),
            null);
    var atEnd =
        account.iterator(
            "s",
            Shard.id(0),
            GetShardIterator.Type.AT_SEQUENCE_NUMBER,
            bounds.endingSequenceNumber(),
            null);

    assertThat(Account.texts(account.get(fromStart, null))).containsExactly("x");
    assertThat(account.get(atEnd, null).records()).isEmpty();
    assertThat(account.get(atEnd, null).nextShardIterator()).isNull();
  }

  @Test
  void aSequenceNumberOfAnotherShardIsRefused() {
    account.create("s", 2);
    var sequence = put("k", "0", "x".getBytes(UTF_8)).sequenceNumber();

    assertThatThrownBy(() ->
            account.iterator(
                "s", Shard.id(1), GetShardIterator.Type.AT_SEQUENCE_NUMBER, sequence, null))
        .hasMessageContaining(sequence)
        .hasMessageContaining("did not come from this shard");
  }

  @Test
  void anIteratorsMembersMustFitItsType() {
    account.create("s", 1);

    assertThatThrownBy(() ->
            account.iterator(
                "s", Shard.id(0), GetShardIterator.Type.AT_SEQUENCE_NUMBER, null, null))
        .hasMessage(
            "ShardIteratorType AT_SEQUENCE_NUMBER requires the member StartingSequenceNumber");
    assertThatThrownBy(() ->
            account.iterator("s", Shard.id(0), GetShardIterator.Type.LATEST, null, account.now))
        .hasMessage("ShardIteratorType LATEST does not take the member Timestamp");
  }

  @Test
  void anIteratorLivesForFiveMinutes() {
    account.create("s", 1);
    var iterator = account.oldest("s", Shard.id(0));
    account.advance(Duration.ofMinutes(5));
    var next = account.get(iterator, null).nextShardIterator();
    account.advance(Duration.ofMinutes(5));

    assertThat(account.get(String.valueOf(next), null).records()).isEmpty();
    assertThatThrownBy(() -> account.get(iterator, null))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.error()).isEqualTo(AwsError.EXPIRED_ITERATOR));
  }

  @Test
  void anIteratorNeverReadsALaterStreamOfTheSameName() {
    account.create("s", 1);
    var iterator = account.oldest("s", Shard.id(0));
    account.call(DeleteStream::apply, new DeleteStream.Request("s", null, null));
    account.advance(Duration.ofSeconds(1));
    account.create("s", 1).put("s", "k", "x");

    assertThatThrownBy(() -> account.get(iterator, null))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.error()).isEqualTo(AwsError.RESOURCE_NOT_FOUND));
  }
}
