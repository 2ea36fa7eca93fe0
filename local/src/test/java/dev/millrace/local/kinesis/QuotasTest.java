package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QuotasTest {

  private static final int MEBIBYTE = 1 << 20;

  private final AtomicLong nanos = new AtomicLong();
  private final Account account = new Account();

  QuotasTest() {
    account.quotas = Quotas.enforced(nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /// Puts a record to the first shard of two, or to the second.
  private PutRecord.Response put(String hash, byte[] data) {
    return account.call(PutRecord::apply, new PutRecord.Request("s", null, data, "k", hash, null));
  }

  private PutRecords.Response putMany(int count, byte[] data) {
    var entry = new PutRecords.Entry(data, "k", "0");
    return account.call(
        PutRecords::apply, new PutRecords.Request("s", null, Collections.nCopies(count, entry)));
  }

  private GetRecords.Response read() {
    return account.get(account.oldest("s", Shard.id(0)), null);
  }

  private static void assertThrottled(int shard, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessage(
            "Rate exceeded for shard %s in stream s under account 000000000000."
                .formatted(Shard.id(shard)))
        .isInstanceOfSatisfying(
            AwsException.class,
            e -> assertThat(e.error()).isEqualTo(AwsError.PROVISIONED_THROUGHPUT_EXCEEDED));
  }

  @Test
  void aShardTakesAThousandRecordsASecond() {
    account.create("s", 2);
    for (int i = 0; i < 1000; i++) {
      put("0", new byte[1]);
    }

    assertThrottled(0, () -> put("0", new byte[1]));
    assertThat(put(HashRange.ALL.end().toString(), new byte[1]).shardId()).isEqualTo(Shard.id(1));
    pass(Duration.ofMillis(1));
    put("0", new byte[1]);
    assertThrottled(0, () -> put("0", new byte[1]));
  }

  @Test
  void aShardTakesAMebibyteASecondKeysIncluded() {
    account.create("s", 1);
    put("0", new byte[MEBIBYTE / 2 - 1]);
    put("0", new byte[MEBIBYTE / 2 - 1]);

    assertThrottled(0, () -> put("0", new byte[0]));
    pass(Duration.ofMillis(500));
    assertThrottled(0, () -> put("0", new byte[MEBIBYTE / 2]));
    put("0", new byte[MEBIBYTE / 2 - 1]);
  }

  @Test
  void recordsOfOneCallFailEachByItselfAndTheOthersAreThere() {
    account.create("s", 2);
    putMany(500, new byte[1]);
    putMany(499, new byte[1]);
    var first = new PutRecords.Entry(new byte[1], "k", "0");
    var second = new PutRecords.Entry(new byte[1], "k", HashRange.ALL.end().toString());

    var response =
        account.call(
            PutRecords::apply,
            new PutRecords.Request("s", null, List.of(first, first, second, first)));

    assertThat(response.failedRecordCount()).isEqualTo(2);
    assertThat(response.records())
        .extracting(PutRecords.Result::errorCode)
        .containsExactly(
            null,
            "ProvisionedThroughputExceededException",
            null,
            "ProvisionedThroughputExceededException");
    var failed = response.records().get(3);
    assertThat(failed.errorMessage())
        .isEqualTo(
            "Rate exceeded for shard shardId-000000000000 in stream s under account"
                + " 000000000000.");
    assertThat(failed.shardId()).isNull();
    assertThat(failed.sequenceNumber()).isNull();
    assertThat(read().records()).hasSize(1000);
    assertThat(account.get(account.oldest("s", Shard.id(1)), null).records()).hasSize(1);
  }

  @Test
  void aCallWhoseRecordsAllFailIsNoNewsAndChangesNothing() {
    account.create("s", 1);
    putMany(500, new byte[1]);
    putMany(500, new byte[1]);

    assertThat(putMany(3, new byte[1]).failedRecordCount()).isEqualTo(3);
    assertThat(account.news).isNull();
    assertThat(read().records()).hasSize(1000);
  }

  @Test
  void aLargeRecordGoesThroughAShardThatHasRestedAndIsThenPaidOff() {
    account.call(CreateStream::apply, new CreateStream.Request("s", 1, null, null, 10 * 1024));
    put("0", new byte[1]);
    assertThrottled(0, () -> put("0", new byte[5 * MEBIBYTE]));
    pass(Duration.ofSeconds(1));

    put("0", new byte[5 * MEBIBYTE - 1]);

    assertThrottled(0, () -> put("0", new byte[1]));
    pass(Duration.ofMillis(4999));
    assertThrottled(0, () -> put("0", new byte[1]));
    pass(Duration.ofMillis(1));
    put("0", new byte[1]);
  }

  @Test
  void aShardIsReadFiveTimesASecond() {
    account.create("s", 2);
    for (int i = 0; i < 5; i++) {
      read();
    }

    assertThrottled(0, this::read);
    account.get(account.oldest("s", Shard.id(1)), null);
    pass(Duration.ofMillis(200));
    read();
    assertThrottled(0, this::read);
  }

  @Test
  void anAnswerOfTenMebibytesIsPaidOffForFiveSeconds() {
    account.quotas = Quotas.none();
    account.create("s", 1);
    for (int i = 0; i < 10; i++) {
      put("0", new byte[MEBIBYTE - 1]);
    }
    account.quotas = Quotas.enforced(nanos::get);
    assertThat(read().records()).hasSize(10);

    pass(Duration.ofMillis(4999));
    assertThrottled(0, this::read);
    pass(Duration.ofMillis(1));
    assertThat(read().records()).hasSize(10);
  }

  @Test
  void theStacksOwnReadersNeitherHaveAQuotaNorUseUpThatOfOthers() {
    var enforced = account.quotas;
    account.create("s", 1);
    account.quotas = Quotas.none();
    for (int i = 0; i < 100; i++) {
      read();
    }
    account.quotas = enforced;
    for (int i = 0; i < 5; i++) {
      read();
    }
    assertThrottled(0, this::read);
    account.quotas = Quotas.none();
    read();
  }

  @Test
  void aStreamThatIsMadeAgainHasItsFullQuota() {
    account.create("s", 1);
    putMany(500, new byte[1]);
    putMany(500, new byte[1]);
    account.call(DeleteStream::apply, new DeleteStream.Request("s", null, null));
    account.advance(Duration.ofMillis(1));
    account.create("s", 1);

    assertThat(putMany(1, new byte[1]).failedRecordCount()).isZero();
  }

  @Test
  void shardsThatRestedAreForgottenAndOthersAreNot() {
    account.create("many", 1100);
    // one for all: that many of their own would not fit into the memory
    var large = new byte[MEBIBYTE - 1];
    var starts = HashRange.uniform(1100).stream().map(range -> range.start().toString()).toList();
    for (var start : starts) {
      putToMany(start, large);
    }

    assertThatThrownBy(() -> putToMany(starts.getFirst(), new byte[0]))
        .hasMessageStartingWith("Rate exceeded for shard shardId-000000000000");
    pass(Duration.ofSeconds(1));
    for (var start : starts) {
      putToMany(start, large);
    }
    assertThatThrownBy(() -> putToMany(starts.getLast(), new byte[0]))
        .hasMessageStartingWith("Rate exceeded for shard shardId-000000001099");
  }

  private void putToMany(String hash, byte[] data) {
    account.call(PutRecord::apply, new PutRecord.Request("many", null, data, "k", hash, null));
  }
}
