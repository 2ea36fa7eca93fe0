package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.mapping.FailureReport.Cause;
import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/// The document that tells a failure destination which records were given up.
///
/// It names the records by sequence number and does not contain them. The request id is derived
/// from the content, so that a message that is sent twice can be recognised.
///
/// A store gets the invocation's event as well, as a JSON object (AWS may escape it to a string;
/// its documentation does not tell), under a key that ends in the request id, so that a message
/// that is sent twice is stored once. For records that were too old to be delivered the event is
/// the one they would have been in, without the members of a window unless they were in one
/// already.
///
/// Deviates from AWS: its request ids, and the UUIDs in its keys, are random.
record FailureMessage(MappingConfig config, String shardId, FailureReport report)
    implements FailureDestination.Message {

  private static final DateTimeFormatter MILLIS = format("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final DateTimeFormatter SECONDS = format("uuuu-MM-dd'T'HH:mm:ss'Z'");
  private static final DateTimeFormatter KEY = format("uuuu/MM/dd/uuuu-MM-dd'T'HH.mm.ss");
  private static final byte[] PAYLOAD = ",\"payload\":".getBytes(UTF_8);

  @Override
  public String text() {
    return new String(document(), UTF_8);
  }

  @Override
  public byte[] withPayload() {
    var document = document();
    var out = new ByteArrayOutputStream();
    out.write(document, 0, document.length - 1);
    out.writeBytes(PAYLOAD);
    out.writeBytes(new EventJson(config, shardId).event(report.call()));
    out.write('}');
    return out.toByteArray();
  }

  @Override
  public String key() {
    return "aws/lambda/%s/%s/%s-%s"
        .formatted(config.uuid(), shardId, KEY.format(report.time()), requestId());
  }

  private byte[] document() {
    return EventJson.object(json -> {
      json.writeName("requestContext");
      request(json);
      if (report.cause() instanceof Cause.RetryAttemptsExhausted exhausted) {
        json.writeName("responseContext");
        response(json, exhausted);
      }
      json.writeStringProperty("version", "1.0");
      json.writeStringProperty("timestamp", MILLIS.format(report.time()));
      batch(json);
    });
  }

  private void request(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("requestId", requestId());
    json.writeStringProperty("functionArn", config.functionArn());
    json.writeStringProperty("condition", condition());
    json.writeNumberProperty("approximateInvokeCount", report.invokeCount());
    json.writeEndObject();
  }

  private static void response(JsonGenerator json, Cause.RetryAttemptsExhausted exhausted) {
    json.writeStartObject();
    json.writeNumberProperty("statusCode", 200);
    json.writeStringProperty("executedVersion", "$LATEST");
    json.writeStringProperty("functionError", exhausted.functionError());
    json.writeEndObject();
  }

  private void batch(JsonGenerator json) {
    var arn = StreamArn.parse(config.streamArn());
    var isKinesis = arn.kind() == StreamArn.Kind.KINESIS;
    var times = isKinesis ? MILLIS : SECONDS;
    var span = report.span();
    json.writeName(isKinesis ? "KinesisBatchInfo" : "DDBStreamBatchInfo").writeStartObject();
    json.writeStringProperty("shardId", shardId);
    json.writeStringProperty("startSequenceNumber", span.first().sequenceNumber().text());
    json.writeStringProperty("endSequenceNumber", span.last().sequenceNumber().text());
    json.writeStringProperty(
        "approximateArrivalOfFirstRecord", times.format(span.first().arrival()));
    json.writeStringProperty("approximateArrivalOfLastRecord", times.format(span.last().arrival()));
    json.writeNumberProperty("batchSize", span.count());
    json.writeStringProperty("streamArn", arn.text());
    json.writeEndObject();
  }

  private String condition() {
    return switch (report.cause()) {
      case Cause.RetryAttemptsExhausted _ -> "RetryAttemptsExhausted";
      case Cause.RecordAgeExceeded _ -> "RecordAgeExceeded";
    };
  }

  private String requestId() {
    var content =
        String.join(
            " ",
            config.uuid(),
            shardId,
            report.span().first().sequenceNumber().text(),
            report.span().last().sequenceNumber().text(),
            condition(),
            report.time().toString() + handOver());
    return UUID.nameUUIDFromBytes(content.getBytes(UTF_8)).toString();
  }

  /// Tells a window's call without records from its last batch, which may share all the rest.
  private String handOver() {
    var window = report.window();
    if (window == null || !report.records().isEmpty()) {
      return "";
    }
    return window.isFinal() ? " final" : " early";
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }
}
