package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The members of the events of Kinesis streams.
///
/// See `https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html`.
final class KinesisReader {

  private KinesisReader() {}

  static @Nullable KinesisEvent event(EventReader reader) throws IOException {
    var event = new KinesisEvent();
    return reader.object((name, value) -> member(event, name, value)) ? event : null;
  }

  static @Nullable KinesisTimeWindowEvent windowEvent(EventReader reader) throws IOException {
    var event = new KinesisTimeWindowEvent();
    return reader.object((name, value) -> windowMember(event, name, value)) ? event : null;
  }

  private static boolean member(KinesisEvent event, String name, EventReader value)
      throws IOException {
    if (name.equals("Records")) {
      event.setRecords(value.list(KinesisReader::record));
      return true;
    }
    return false;
  }

  private static boolean windowMember(KinesisTimeWindowEvent event, String name, EventReader value)
      throws IOException {
    switch (name) {
      case "window" -> event.setWindow(window(value));
      case "state" -> event.setState(value.map(EventReader::text));
      case "shardId" -> event.setShardId(value.text());
      case "eventSourceARN" -> event.setEventSourceArn(value.text());
      case "isFinalInvokeForWindow" -> event.setIsFinalInvokeForWindow(value.bool());
      case "isWindowTerminatedEarly" -> event.setIsWindowTerminatedEarly(value.bool());
      default -> {
        return member(event, name, value);
      }
    }
    return true;
  }

  private static @Nullable TimeWindow window(EventReader reader) throws IOException {
    var window = new TimeWindow();
    var isWindow =
        reader.object((name, value) -> {
          switch (name) {
            case "start" -> window.setStart(value.text());
            case "end" -> window.setEnd(value.text());
            default -> {
              return false;
            }
          }
          return true;
        });
    return isWindow ? window : null;
  }

  private static @Nullable KinesisEventRecord record(EventReader reader) throws IOException {
    var record = new KinesisEventRecord();
    return reader.object((name, value) -> recordMember(record, name, value)) ? record : null;
  }

  private static boolean recordMember(KinesisEventRecord record, String name, EventReader value)
      throws IOException {
    switch (name) {
      case "kinesis" -> record.setKinesis(kinesis(value));
      case "eventSource" -> record.setEventSource(value.text());
      case "eventID" -> record.setEventID(value.text());
      case "invokeIdentityArn" -> record.setInvokeIdentityArn(value.text());
      case "eventName" -> record.setEventName(value.text());
      case "eventVersion" -> record.setEventVersion(value.text());
      case "eventSourceARN" -> record.setEventSourceARN(value.text());
      case "awsRegion" -> record.setAwsRegion(value.text());
      default -> {
        return false;
      }
    }
    return true;
  }

  private static KinesisEvent.@Nullable Record kinesis(EventReader reader) throws IOException {
    var kinesis = new KinesisEvent.Record();
    return reader.object((name, value) -> kinesisMember(kinesis, name, value)) ? kinesis : null;
  }

  private static boolean kinesisMember(KinesisEvent.Record kinesis, String name, EventReader value)
      throws IOException {
    switch (name) {
      case "data" -> {
        var data = value.bytes();
        kinesis.setData(data == null ? null : ByteBuffer.wrap(data));
      }
      case "partitionKey" -> kinesis.setPartitionKey(value.text());
      case "sequenceNumber" -> kinesis.setSequenceNumber(value.text());
      case "approximateArrivalTimestamp" -> kinesis.setApproximateArrivalTimestamp(value.time());
      case "kinesisSchemaVersion" -> kinesis.setKinesisSchemaVersion(value.text());
      case "encryptionType" -> kinesis.setEncryptionType(value.text());
      default -> {
        return false;
      }
    }
    return true;
  }
}
