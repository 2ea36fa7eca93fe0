package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One change of a DynamoDB item, as its stream tells it.
///
/// @param eventId names the change for ever, so that a repeated delivery can be recognised
/// @param streamArn of the stream, or empty if the event does not say
/// @param created when the change was made, to the second, or null if the event does not say
/// @param oldImage the item before, or null if there was none or the stream does not carry it
/// @param newImage the item after, or null if there is none or the stream does not carry it
/// @param expired whether DynamoDB itself removed the item because its time to live had passed
public record ItemChange(
    String eventId,
    Kind kind,
    String sequenceNumber,
    String streamArn,
    @Nullable Instant created,
    Map<String, @Nullable Object> keys,
    @Nullable Map<String, @Nullable Object> oldImage,
    @Nullable Map<String, @Nullable Object> newImage,
    boolean expired) {

  /// What happened to the item.
  public enum Kind {
    INSERT,
    MODIFY,
    REMOVE
  }

  private static final Map<String, @Nullable Object> NOTHING = Map.of();

  private static final String EXPIRY = "dynamodb.amazonaws.com";

  /// The records of an event, which has none in place of null.
  ///
  /// @throws PoisonException if it is no event of a DynamoDB stream
  public static List<DynamodbStreamRecord> records(@Nullable DynamodbEvent event) {
    if (event == null) {
      throw new PoisonException("the event must be an object, was null");
    }
    var records = Objects.requireNonNullElse(event.getRecords(), List.<DynamodbStreamRecord>of());
    for (var i = 0; i < records.size(); i++) {
      if (records.get(i) == null) {
        throw new PoisonException("Records[%d] of the event must be an object".formatted(i));
      }
    }
    return records;
  }

  /// Reads a record of the event.
  public static Decoded<ItemChange> of(DynamodbStreamRecord event) {
    var change = event.getDynamodb();
    if (change == null) {
      return Decoded.malformed("no member dynamodb");
    }
    var eventId = event.getEventID();
    if (eventId == null || eventId.isBlank()) {
      return Decoded.malformed("no eventID");
    }
    var kind = kind(event.getEventName());
    if (kind.isEmpty()) {
      return Decoded.malformed(
          "eventName must be INSERT, MODIFY or REMOVE, was " + Snippet.of(event.getEventName()));
    }
    var created = change.getApproximateCreationDateTime();
    return items(change)
        .map(items ->
            new ItemChange(
                eventId,
                kind.get(),
                sequenceNumber(event),
                Objects.requireNonNullElse(event.getEventSourceARN(), ""),
                created == null ? null : created.toInstant(),
                items.getOrDefault("Keys", NOTHING),
                items.get("OldImage"),
                items.get("NewImage"),
                isExpiry(event)));
  }

  /// The sequence number to report when a record fails. If it is empty, reporting it fails the
  /// whole batch.
  public static String sequenceNumber(DynamodbStreamRecord event) {
    var change = event.getDynamodb();
    return change == null ? "" : Objects.requireNonNullElse(change.getSequenceNumber(), "");
  }

  private static boolean isExpiry(DynamodbStreamRecord event) {
    var identity = event.getUserIdentity();
    return identity != null && EXPIRY.equals(identity.getPrincipalId());
  }

  private static Optional<Kind> kind(@Nullable String name) {
    return Arrays.stream(Kind.values()).filter(kind -> kind.name().equals(name)).findFirst();
  }

  private static Decoded<Map<String, Map<String, @Nullable Object>>> items(StreamRecord change) {
    var images = new LinkedHashMap<String, @Nullable Map<String, AttributeValue>>();
    images.put("Keys", change.getKeys());
    images.put("OldImage", change.getOldImage());
    images.put("NewImage", change.getNewImage());
    var items = new HashMap<String, Map<String, @Nullable Object>>();
    for (var image : images.entrySet()) {
      if (image.getValue() != null) {
        switch (DynamoValues.item(image.getValue())) {
          case Decoded.Valid(var item) -> items.put(image.getKey(), item);
          case Decoded.Malformed(var reason) -> {
            return Decoded.malformed("%s: %s".formatted(image.getKey(), reason));
          }
        }
      }
    }
    return Decoded.valid(items);
  }
}
