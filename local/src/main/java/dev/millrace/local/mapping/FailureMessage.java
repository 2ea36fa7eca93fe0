package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.mapping.FailureReport.Cause;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/// The document that tells a failure destination which records were given up.
///
/// It names the records by sequence number and does not contain them. The request id is derived
/// from the content, so that a message that is sent twice can be recognised.
record FailureMessage(MappingConfig config, String shardId, FailureReport report) {

  private static final DateTimeFormatter MILLIS = format("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final DateTimeFormatter SECONDS = format("uuuu-MM-dd'T'HH:mm:ss'Z'");

  /// The document as it is sent.
  String json() {
    return new String(
        EventJson.object(json -> {
          json.writeName("requestContext");
          request(json);
          if (report.cause() instanceof Cause.RetryAttemptsExhausted exhausted) {
            json.writeName("responseContext");
            response(json, exhausted);
          }
          json.writeStringProperty("version", "1.0");
          json.writeStringProperty("timestamp", MILLIS.format(report.time()));
          batch(json);
        }),
        UTF_8);
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
            report.time().toString());
    return UUID.nameUUIDFromBytes(content.getBytes(UTF_8)).toString();
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }
}
