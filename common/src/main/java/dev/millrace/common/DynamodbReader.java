package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members of the events of DynamoDB streams.
///
/// See `https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html`.
final class DynamodbReader {

  private DynamodbReader() {}

  static @Nullable DynamodbEvent event(EventReader reader) throws IOException {
    var event = new DynamodbEvent();
    var isEvent =
        reader.object((name, value) -> {
          if (name.equals("Records")) {
            event.setRecords(value.list(DynamodbReader::record));
            return true;
          }
          return false;
        });
    return isEvent ? event : null;
  }

  private static @Nullable DynamodbStreamRecord record(EventReader reader) throws IOException {
    var record = new DynamodbStreamRecord();
    return reader.object((name, value) -> recordMember(record, name, value)) ? record : null;
  }

  private static boolean recordMember(DynamodbStreamRecord record, String name, EventReader value)
      throws IOException {
    switch (name) {
      case "eventID" -> record.setEventID(value.text());
      case "eventName" -> record.setEventName(value.text());
      case "eventVersion" -> record.setEventVersion(value.text());
      case "eventSource" -> record.setEventSource(value.text());
      case "awsRegion" -> record.setAwsRegion(value.text());
      case "dynamodb" -> record.setDynamodb(change(value));
      case "userIdentity" -> record.setUserIdentity(identity(value));
      case "eventSourceARN" -> record.setEventSourceARN(value.text());
      default -> {
        return false;
      }
    }
    return true;
  }

  private static @Nullable StreamRecord change(EventReader reader) throws IOException {
    var change = new StreamRecord();
    return reader.object((name, value) -> changeMember(change, name, value)) ? change : null;
  }

  private static boolean changeMember(StreamRecord change, String name, EventReader value)
      throws IOException {
    switch (name) {
      case "ApproximateCreationDateTime" -> change.setApproximateCreationDateTime(value.time());
      case "Keys" -> change.setKeys(value.map(DynamodbReader::attribute));
      case "NewImage" -> change.setNewImage(value.map(DynamodbReader::attribute));
      case "OldImage" -> change.setOldImage(value.map(DynamodbReader::attribute));
      case "SequenceNumber" -> change.setSequenceNumber(value.text());
      case "SizeBytes" -> change.setSizeBytes(value.whole());
      case "StreamViewType" -> view(value.text()).ifPresent(change::setStreamViewType);
      default -> {
        return false;
      }
    }
    return true;
  }

  /// A view that AWS's types do not know is none.
  private static Optional<StreamViewType> view(@Nullable String name) {
    return Arrays.stream(StreamViewType.values())
        .filter(view -> view.name().equals(name))
        .findFirst();
  }

  private static @Nullable Identity identity(EventReader reader) throws IOException {
    var identity = new Identity();
    var isIdentity =
        reader.object((name, value) -> {
          switch (name) {
            case "principalId" -> identity.setPrincipalId(value.text());
            case "type" -> identity.setType(value.text());
            default -> {
              return false;
            }
          }
          return true;
        });
    return isIdentity ? identity : null;
  }

  private static @Nullable AttributeValue attribute(EventReader reader) throws IOException {
    var attribute = new AttributeValue();
    return reader.object((type, value) -> typed(attribute, type, value)) ? attribute : null;
  }

  private static boolean typed(AttributeValue attribute, String type, EventReader value)
      throws IOException {
    switch (type) {
      case "S" -> attribute.setS(value.text());
      case "N" -> attribute.setN(value.text());
      case "B" -> attribute.setB(buffer(value));
      case "BOOL" -> attribute.setBOOL(value.bool());
      case "NULL" -> attribute.setNULL(value.bool());
      case "M" -> attribute.setM(value.map(DynamodbReader::attribute));
      case "L" -> attribute.setL(value.list(DynamodbReader::attribute));
      case "SS" -> attribute.setSS(value.list(EventReader::text));
      case "NS" -> attribute.setNS(value.list(EventReader::text));
      case "BS" -> attribute.setBS(value.list(DynamodbReader::buffer));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static @Nullable ByteBuffer buffer(EventReader reader) throws IOException {
    var bytes = reader.bytes();
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
