package dev.millrace.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.amazonaws.kinesis.agg.AggRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The writer is AWS's own aggregator, so that a misreading of the format shows.
class KplAggregateTest {

  /// A user record in a form that has equality.
  private record Plain(String partitionKey, @Nullable String explicitHashKey, String data) {}

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordThatAwsPacksComesOut(long seed) {
    var written = randomRecords(new Random(seed));
    assertThat(unpack(pack(written))).isEqualTo(written);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aChangedByteAnywhereMakesTheAggregateOpaque(long seed) {
    var random = new Random(seed);
    var packed = pack(randomRecords(random));
    for (var i = 0; i < packed.length; i++) {
      var broken = packed.clone();
      broken[i] ^= (byte) (1 + random.nextInt(255));
      assertThat(KplAggregate.unpack(broken)).as("byte %d", i).isEmpty();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damageUnderACorrectChecksumNeverThrows(long seed) throws NoSuchAlgorithmException {
    var random = new Random(seed);
    var packed = pack(randomRecords(random));
    var message = Arrays.copyOfRange(packed, 4, packed.length - 16);
    for (var i = 0; i < message.length; i++) {
      var broken = message.clone();
      broken[i] = (byte) random.nextInt();
      assertThat(KplAggregate.unpack(seal(broken))).isNotNull();
      assertThat(KplAggregate.unpack(seal(Arrays.copyOf(message, i)))).isNotNull();
    }
  }

  @Test
  void whatIsNoAggregateStaysWhole() {
    assertThat(KplAggregate.unpack(new byte[0])).isEmpty();
    assertThat(KplAggregate.unpack("hello, this is no aggregate at all".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void messagesThatRefuseTheFormatStayWhole() throws NoSuchAlgorithmException {
    byte[][] broken = {
      {0x1A, 4, 0x08, 0, 0x1A, 0}, // no key table
      {0x0A, 1, 'k', 0x1A, 2, 0x1A, 0}, // record without key
      {0x0A, 1, 'k', 0x1A, 2, 0x08, 0}, // record without data
      {0x0A, 1, 'k', 0x1A, 4, 0x08, 1, 0x1A, 0}, // index out of range
      {0x0A, 1, (byte) 0xFF}, // key that is not UTF-8
      {0x08, 1}, // key table of the wrong type
      {0x0A, 5, 'k'}, // cut off
      {0x23}, // a group
      {0x00}, // field 0
    };
    for (var message : broken) {
      assertThat(KplAggregate.unpack(seal(message))).isEmpty();
    }
  }

  @Test
  void unknownFieldsAndTablesBehindTheRecordsAreRead() throws NoSuchAlgorithmException {
    byte[] message = {
      0x20, 1, // field 4, varint
      0x29, 1, 2, 3, 4, 5, 6, 7, 8, // field 5, fixed 64
      0x35, 1, 2, 3, 4, // field 6, fixed 32
      0x1A, 9, 0x08, 0, 0x1A, 1, 'd', 0x22, 2, 0x0A, 0, // a record with a tag
      0x0A, 1, 'k'
    };
    assertThat(unpack(seal(message))).containsExactly(new Plain("k", null, "ZA=="));
  }

  @Test
  void anAggregateOfNothingHoldsNothing() throws NoSuchAlgorithmException {
    assertThat(unpack(seal(new byte[0]))).isEmpty();
  }

  @Test
  void userRecordsCarryTheOuterSequenceNumberAndTheirPlace() {
    var written = List.of(new Plain("a", null, "AQ=="), new Plain("b", null, "Ag=="));
    var records = UserRecords.of(event("777", "outer", pack(written)));

    assertThat(records)
        .extracting(
            UserRecord::sequenceNumber,
            UserRecord::subSequenceNumber,
            UserRecord::partitionKey,
            UserRecord::arrival,
            UserRecord::aggregated)
        .containsExactly(
            tuple("777", 0L, "a", Instant.EPOCH, true), tuple("777", 1L, "b", Instant.EPOCH, true));
    assertThat(records.getLast().data()).containsExactly(2);
  }

  @Test
  void aPlainRecordIsItsOwnUserRecord() {
    var record = UserRecords.of(event("777", "key", new byte[] {9})).getFirst();
    assertThat(record.aggregated()).isFalse();
    assertThat(record.partitionKey()).isEqualTo("key");
    assertThat(record.data()).containsExactly(9);
  }

  @Test
  void aBareTestEventIsRead() {
    var event = new KinesisEventRecord();
    event.setKinesis(new KinesisEvent.Record());
    var record = UserRecords.of(event).getFirst();
    assertThat(record.sequenceNumber()).isEmpty();
    assertThat(record.arrival()).isNull();
    assertThat(record.data()).isEmpty();
    assertThat(UserRecords.of(new KinesisEvent())).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private static List<Plain> randomRecords(Random random) {
    var records = new ArrayList<Plain>();
    for (var i = 1 + random.nextInt(12); i > 0; i--) {
      var data = new byte[random.nextInt(200)];
      random.nextBytes(data);
      // the aggregator computes a hash key where none is given
      var hashKey = Long.toString(random.nextLong(3));
      records.add(
          new Plain(
              "ключ-" + random.nextInt(5), hashKey, Base64.getEncoder().encodeToString(data)));
    }
    return records;
  }

  private static byte[] pack(List<Plain> records) {
    var aggregate = new AggRecord();
    for (var record : records) {
      var data = Base64.getDecoder().decode(record.data());
      assertThat(aggregate.addUserRecord(record.partitionKey(), record.explicitHashKey(), data))
          .isTrue();
    }
    return aggregate.toRecordBytes();
  }

  private static List<Plain> unpack(byte[] data) {
    return KplAggregate.unpack(data).orElseThrow().stream()
        .map(e ->
            new Plain(
                e.partitionKey(),
                e.explicitHashKey(),
                Base64.getEncoder().encodeToString(e.data())))
        .toList();
  }

  private static byte[] seal(byte[] message) throws NoSuchAlgorithmException {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
    out.writeBytes(message);
    out.writeBytes(MessageDigest.getInstance("MD5").digest(message));
    return out.toByteArray();
  }

  private static KinesisEventRecord event(String sequenceNumber, String key, byte[] data) {
    var record = new KinesisEvent.Record();
    record.setSequenceNumber(sequenceNumber);
    record.setPartitionKey(key);
    record.setData(ByteBuffer.wrap(data));
    record.setApproximateArrivalTimestamp(Date.from(Instant.EPOCH));
    var event = new KinesisEventRecord();
    event.setKinesis(record);
    return event;
  }
}
