package dev.millrace.local.services;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.DeduplicationId;
import org.elasticmq.MessageAttribute;
import org.elasticmq.MessageContent;
import org.elasticmq.NeverReceived$;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.OnDateTimeReceived;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.TracingId;
import org.elasticmq.actor.queue.InternalMessage;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.mutable.Buffer;
import scala.collection.mutable.ListBuffer;
import scala.jdk.javaapi.CollectionConverters;

/// A message in a queue, as the journal keeps it in JSON.
record StoredMessage(
    String id,
    List<String> receipts,
    long nextDelivery,
    String content,
    Map<String, Attribute> attributes,
    OffsetDateTime created,
    int orderIndex,
    @Nullable OffsetDateTime firstReceived,
    int receiveCount,
    boolean fifo,
    @Nullable String group,
    @Nullable String deduplicationId,
    @Nullable String tracingId,
    @Nullable String sequenceNumber,
    @Nullable String deadLetterSource) {

  /// A message attribute; binary values in Base64.
  record Attribute(String type, String value, @Nullable String customType) {

    static Attribute of(MessageAttribute attribute) {
      var value =
          switch (attribute) {
            case StringMessageAttribute text -> text.stringValue();
            case NumberMessageAttribute number -> number.stringValue();
            case BinaryMessageAttribute binary -> binary.asBase64();
            default ->
                throw new IllegalStateException("unknown attribute " + attribute.getDataType());
          };
      return new Attribute(attribute.primaryDataType(), value, orNull(attribute.customType()));
    }

    MessageAttribute attribute() {
      return switch (type) {
        case "String" -> new StringMessageAttribute(value, option(customType));
        case "Number" -> new NumberMessageAttribute(value, option(customType));
        case "Binary" -> BinaryMessageAttribute.fromBase64(value, option(customType));
        default -> throw new IllegalStateException("unknown type of attribute " + type);
      };
    }
  }

  static StoredMessage of(InternalMessage message) {
    var attributes = new HashMap<String, Attribute>();
    CollectionConverters.asJava(message.messageAttributes())
        .forEach((name, value) -> attributes.put(name, Attribute.of(value)));
    return new StoredMessage(
        message.id(),
        List.copyOf(CollectionConverters.asJava(message.deliveryReceipts())),
        message.nextDelivery(),
        message.content().value(),
        attributes,
        message.created(),
        message.orderIndex(),
        message.firstReceive() instanceof OnDateTimeReceived received ? received.when() : null,
        message.receiveCount(),
        message.isFifo(),
        orNull(message.messageGroupId()),
        message.messageDeduplicationId().isEmpty()
            ? null
            : message.messageDeduplicationId().get().id(),
        message.tracingId().isEmpty() ? null : message.tracingId().get().id(),
        orNull(message.sequenceNumber()),
        orNull(message.deadLetterSourceQueueName()));
  }

  InternalMessage message() {
    var all = new HashMap<String, MessageAttribute>();
    attributes.forEach((name, value) -> all.put(name, value.attribute()));
    Buffer<String> deliveries = new ListBuffer<>();
    receipts.forEach(deliveries::addOne);
    return new InternalMessage(
        id,
        deliveries,
        nextDelivery,
        new MessageContent(content),
        immutable(all),
        created,
        orderIndex,
        firstReceived == null ? NeverReceived$.MODULE$ : new OnDateTimeReceived(firstReceived),
        receiveCount,
        fifo,
        option(group),
        deduplicationId == null
            ? Option.empty()
            : Option.apply(new DeduplicationId(deduplicationId)),
        tracingId == null ? Option.empty() : Option.apply(new TracingId(tracingId)),
        option(sequenceNumber),
        option(deadLetterSource));
  }

  static @Nullable String orNull(Option<String> value) {
    return value.isEmpty() ? null : value.get();
  }

  static Option<String> option(@Nullable String value) {
    return value == null ? Option.empty() : Option.apply(value);
  }

  static <V> scala.collection.immutable.Map<String, V> immutable(Map<String, V> map) {
    return scala.collection.immutable.Map.from(CollectionConverters.asScala(map));
  }
}
