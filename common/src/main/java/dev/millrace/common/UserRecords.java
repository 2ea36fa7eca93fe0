package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes Kinesis events apart into user records.
///
/// Hand-written test events may leave fields out, so a missing text is empty and missing data is no
/// bytes. An empty sequence number, when reported, fails the whole batch: nothing is lost.
public final class UserRecords {

  private UserRecords() {}

  /// All user records of an event in their order.
  ///
  /// @throws PoisonException if it is no event of a Kinesis stream
  public static List<UserRecord> of(KinesisEvent event) {
    return streamRecords(event).stream().flatMap(record -> of(record).stream()).toList();
  }

  /// The user records of one stream record: those of a KPL aggregate, else the record itself. An
  /// aggregate that is damaged in any way stays one record with all its bytes.
  public static List<UserRecord> of(KinesisEventRecord streamRecord) {
    var whole = whole(streamRecord);
    var entries = KplAggregate.unpack(whole.data());
    if (entries.isEmpty()) {
      return List.of(whole);
    }
    var records = new ArrayList<UserRecord>(entries.get().size());
    for (var entry : entries.get()) {
      records.add(
          new UserRecord(
              whole.sequenceNumber(),
              records.size(),
              entry.partitionKey(),
              whole.arrival(),
              entry.data(),
              true,
              whole.origin()));
    }
    return List.copyOf(records);
  }

  /// The stream records of an event, which has none in place of null.
  ///
  /// @throws PoisonException if it is no event of a Kinesis stream
  public static List<KinesisEventRecord> streamRecords(@Nullable KinesisEvent event) {
    if (event == null) {
      throw new PoisonException("the event must be an object, was null");
    }
    var records = Objects.requireNonNullElse(event.getRecords(), List.<KinesisEventRecord>of());
    for (var i = 0; i < records.size(); i++) {
      var record = records.get(i);
      if (record == null || record.getKinesis() == null) {
        throw new PoisonException(
            "Records[%d] of the event must be an object with a member kinesis".formatted(i));
      }
    }
    return records;
  }

  /// The sequence number to report when a stream record fails.
  public static String sequenceNumber(KinesisEventRecord streamRecord) {
    return text(streamRecord.getKinesis().getSequenceNumber());
  }

  private static UserRecord whole(KinesisEventRecord streamRecord) {
    var kinesis = streamRecord.getKinesis();
    var arrival = kinesis.getApproximateArrivalTimestamp();
    var data = kinesis.getData();
    var bytes = new byte[data == null ? 0 : data.remaining()];
    if (data != null) {
      data.duplicate().get(bytes);
    }
    return new UserRecord(
        sequenceNumber(streamRecord),
        0,
        text(kinesis.getPartitionKey()),
        arrival == null ? null : arrival.toInstant(),
        bytes,
        false,
        Origin.of(text(streamRecord.getEventSourceARN()), text(streamRecord.getEventID())));
  }

  private static String text(@Nullable String given) {
    return Objects.requireNonNullElse(given, "");
  }
}
