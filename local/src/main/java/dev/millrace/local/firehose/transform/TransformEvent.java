package dev.millrace.local.firehose.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.firehose.transform.TransformRecord.Kinesis;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Makes the events the function is invoked with.
///
/// @param sourceStream the ARN of the Kinesis stream that is read, if one is
public record TransformEvent(String deliveryStream, String region, Optional<String> sourceStream) {

  /// What a synchronous invocation takes at most.
  public static final int LARGEST = 6 << 20;

  private static final JsonFactory FACTORY = new JsonFactory();

  /// More than the members around the records ever take, beside the ARNs.
  private static final int FRAME = 1024;

  /// More than the names of a record's members and its numbers ever take.
  private static final int MEMBERS = 512;

  /// Divides records among invocations, in their order: no more data in one than the buffer holds,
  /// and no event larger than Lambda takes. A record that is alone too large gets its own event,
  /// which Lambda will refuse.
  ///
  /// @param buffer the processor's buffer in bytes
  public List<List<TransformRecord>> batches(List<TransformRecord> records, long buffer) {
    var batches = new ArrayList<List<TransformRecord>>();
    var batch = new ArrayList<TransformRecord>();
    var data = 0L;
    var size = frame();
    for (var item : records) {
      var full = data + item.data().length > buffer || size + size(item) > LARGEST;
      if (full && !batch.isEmpty()) {
        batches.add(List.copyOf(batch));
        batch.clear();
        data = 0;
        size = frame();
      }
      batch.add(item);
      data += item.data().length;
      size += size(item);
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
    return List.copyOf(batches);
  }

  private long frame() {
    return FRAME + escaped(deliveryStream) + escaped(region) + escaped(sourceStream.orElse(""));
  }

  private static long size(TransformRecord item) {
    var metadata =
        item.kinesis()
            .map(kinesis ->
                escaped(kinesis.partitionKey())
                    + escaped(kinesis.shardId())
                    + escaped(kinesis.sequenceNumber()))
            .orElse(0L);
    return MEMBERS + escaped(item.id()) + metadata + (item.data().length + 2L) / 3 * 4;
  }

  /// No character takes more than six in JSON.
  private static long escaped(String text) {
    return 6L * text.getBytes(UTF_8).length;
  }

  /// The event of one batch.
  public byte[] of(String invocationId, List<TransformRecord> batch) {
    var bytes = new ByteArrayOutputStream();
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("invocationId", invocationId);
      json.writeStringProperty("deliveryStreamArn", deliveryStream);
      sourceStream.ifPresent(arn -> json.writeStringProperty("sourceKinesisStreamArn", arn));
      json.writeStringProperty("region", region);
      json.writeArrayPropertyStart("records");
      batch.forEach(item -> write(item, json));
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(TransformRecord item, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("recordId", item.id());
    json.writeNumberProperty("approximateArrivalTimestamp", item.arrival().toEpochMilli());
    json.writeName("data").writeBinary(item.data());
    item.kinesis().ifPresent(kinesis -> write(kinesis, json));
    json.writeEndObject();
  }

  private static void write(Kinesis kinesis, JsonGenerator json) {
    json.writeObjectPropertyStart("kinesisRecordMetadata");
    json.writeStringProperty("shardId", kinesis.shardId());
    json.writeStringProperty("partitionKey", kinesis.partitionKey());
    json.writeNumberProperty("approximateArrivalTimestamp", kinesis.arrival().toEpochMilli());
    json.writeStringProperty("sequenceNumber", kinesis.sequenceNumber());
    json.writeNumberProperty("subsequenceNumber", kinesis.subsequenceNumber());
    json.writeEndObject();
  }
}
